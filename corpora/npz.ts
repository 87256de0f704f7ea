import { encodeNpz, type NpyArray } from '../src/formats/npz/npy.js';
import { movingArrows } from './clips.js';
import { movingDigits } from './digits.js';
import type { Examples } from './examples.js';
import { divideScenes, drawnScenes } from './scenes.js';
import { torusShapes } from './torus.js';

/** Kinds of scenes that are kept out of training. */
const UNSEEN = 24;
const { seen, unseen } = divideScenes(UNSEEN, 1);

/** The sets of clips and images: for training, and under other seeds for the test. */
export const npzCorpora: Record<string, () => Uint8Array> = {
  'clips.npz': () => npz(movingArrows(2000, 1)),
  'clips-test.npz': () => npz(movingArrows(2000, 2)),
  'torus.npz': () => npz(torusShapes(1000, 1)),
  'torus-test.npz': () => npz(torusShapes(2000, 2)),
  'digits.npz': () => npz(movingDigits(4000, 1, 0.8)),
  'digits-test.npz': () => npz(movingDigits(2000, 2, -0.2)),
  'scenes.npz': () => npz(drawnScenes(seen, 6000, 1)),
  'scenes-test.npz': () => npz(drawnScenes(seen, 1000, 2)),
  'scenes-unseen.npz': () => npz(drawnScenes(unseen, 1000, 3)),
};

function npz({ x, y }: Examples): Uint8Array {
  return encodeNpz(
    new Map<string, NpyArray>([
      ['x', x],
      ['y', { shape: [y.length], data: y }],
    ]),
  );
}
