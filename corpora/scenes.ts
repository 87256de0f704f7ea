import { createRng, type Rng } from '../src/core/rng.js';
import { shuffle } from '../src/core/shuffle.js';
import { box, circle, cross, draw, toBytes, triangle, type Shape } from './canvas.js';
import type { Examples } from './examples.js';

/** Pixels of an image's side. */
const S = 24;
const NOISE = 0.05;

/** Each shape about as large as a circle of that radius. */
const shapes: Readonly<Record<string, (radius: number) => Shape>> = {
  circle,
  square: (radius) => box(0.88 * radius, 0.88 * radius),
  triangle: (radius) => triangle(1.2 * radius, 1.1 * radius),
  cross: (radius) => cross(1.2 * radius, 0.35 * radius),
};
const radii: Readonly<Record<string, number>> = { small: 2, large: 4 };
/** Only these two: "a right of b" would be the same picture as "b left of a". */
const relations = ['left of', 'above'] as const;

/** What a scene shows: two objects and how the first stands to the second. */
export interface Scene {
  readonly first: string;
  readonly relation: (typeof relations)[number];
  readonly second: string;
}

const objects = Object.keys(radii).flatMap((size) => Object.keys(shapes).map((shape) => `${size} ${shape}`));

export const sentence = ({ first, relation, second }: Scene): string => `a ${first} ${relation} a ${second}`;

/**
 * The 128 kinds of scenes, divided with the seed: `unseen` never stand in training. Every object still does, on either
 * side of either relation.
 */
export function divideScenes(unseenCount: number, seed: number): { seen: Scene[]; unseen: Scene[] } {
  const kinds = objects.flatMap((first) =>
    relations.flatMap((relation) => objects.map((second): Scene => ({ first, relation, second }))),
  );
  const shuffled = shuffle([...kinds], createRng(seed));
  return { seen: shuffled.slice(unseenCount), unseen: shuffled.slice(0, unseenCount) };
}

/** `count` drawn scenes of the given kinds, x [N, 1, S, S], with a sentence for each. The same seed gives the same. */
export function drawnScenes(kinds: readonly Scene[], count: number, seed: number): Examples {
  const rng = createRng(seed);
  const data = new Uint8Array(count * S * S);
  const y = Array.from({ length: count }, (_, n) => {
    const scene = kinds[rng.below(kinds.length)]!;
    data.set(drawScene(scene, rng), n * S * S);
    return sentence(scene);
  });
  return { x: { shape: [count, 1, S, S], data }, y };
}

/** Along the relation the two stand apart; across it they may differ by less than half of that. */
function drawScene({ first, relation, second }: Scene, rng: Rng): Uint8Array {
  const image = new Float32Array(S * S);
  const apart = 10 + 1.5 * rng.uniform();
  const from = (S - apart) / 2 + 2 * (rng.uniform() - 0.5);
  const across = S / 2 + 4 * (rng.uniform() - 0.5);
  const shift = 3 * (rng.uniform() - 0.5);
  for (const [object, along, side] of [
    [first, from, across],
    [second, from + apart, across + shift],
  ] as const) {
    const [size, shape] = object.split(' ') as [string, string];
    const pose = relation === 'left of' ? { x: along, y: side } : { x: side, y: along };
    draw(image, S, shapes[shape]!(radii[size]!), pose);
  }
  return toBytes(image, NOISE, rng);
}
