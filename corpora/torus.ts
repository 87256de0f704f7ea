import { createRng, type Rng } from '../src/core/rng.js';
import { box, circle, cross, draw, toBytes, triangle, type Shape } from './canvas.js';
import { collectClips, type Clip, type Examples } from './examples.js';

/** Frames of a clip, and pixels of a frame's side. */
const [T, S] = [8, 16];
const NOISE = 0.1;

export const ways = { right: [1, 0], left: [-1, 0], down: [0, 1], up: [0, -1] } as const;

const shapes: readonly Shape[] = [box(1, 1), circle(1.2), triangle(1.4, 1.2), cross(1.5, 0.5)];

/** Shapes in a frame: so many that none can be followed by itself. */
const COUNT = 14;

/**
 * Clips of small shapes that move together, one of four ways, each from anywhere, and reenter where they leave: on a torus
 * every place is as likely under every label, in every frame, so no frame by itself says anything of the way.
 */
export function torusShapes(count: number, seed: number): Examples {
  const rng = createRng(seed);
  const labels = Object.keys(ways) as (keyof typeof ways)[];
  const clips = Array.from({ length: count }, (): Clip => {
    const label = labels[rng.below(labels.length)]!;
    return { frames: record(ways[label], rng), label };
  });
  return collectClips(clips, S, rng);
}

function record([dx, dy]: readonly [number, number], rng: Rng): Uint8Array[] {
  const starts = Array.from({ length: COUNT }, () => [S * rng.uniform(), S * rng.uniform()] as const);
  const speed = 1.5 + rng.uniform();
  return Array.from({ length: T }, (_, t) => {
    const image = new Float32Array(S * S);
    starts.forEach(([x, y], n) => {
      draw(image, S, shapes[n % shapes.length]!, { x: x + speed * t * dx, y: y + speed * t * dy }, true);
    });
    return toBytes(image, NOISE, rng);
  });
}
