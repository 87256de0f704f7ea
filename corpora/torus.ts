import { createRng, type Rng } from '../src/core/rng.js';
import { box, circle, cross, draw, toBytes, triangle, type Shape } from './canvas.js';
import { collectClips, type Clip, type Examples } from './examples.js';

/** Frames of a clip, and pixels of a frame's side. */
const [T, S] = [8, 16];
const NOISE = 0.05;

export const ways = { right: [1, 0], left: [-1, 0], down: [0, 1], up: [0, -1] } as const;

const shapes: readonly Shape[] = [box(2, 2), circle(2.4), triangle(2.6, 2.4), cross(2.8, 0.9)];

/**
 * Clips of one of four shapes that moves one of four ways, from anywhere, and reenters where it leaves: on a torus every
 * place is as likely under every label, in every frame, so no frame by itself says anything of the way.
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
  const shape = shapes[rng.below(shapes.length)]!;
  const [x, y] = [S * rng.uniform(), S * rng.uniform()];
  const speed = 1 + rng.uniform();
  return Array.from({ length: T }, (_, t) => {
    const image = new Float32Array(S * S);
    draw(image, S, shape, { x: x + speed * t * dx, y: y + speed * t * dy }, true);
    return toBytes(image, NOISE, rng);
  });
}
