import type { Memory } from '../core/memory.js';
import { createRng } from '../core/rng.js';
import { shuffle } from '../core/shuffle.js';
import type { Batch } from '../data/batch.js';
import { imageCount, imagesInMemory, type Clips } from '../data/clips.js';
import type { DataPart, TrainData } from '../data/train-data.js';

/**
 * A label for a clip (many-to-one), or for each frame (aligned many-to-many):
 *
 *     y                       label          y   label  label  label
 *                               ↑                  ↑      ↑      ↑
 *     h  0 ► □ ► □ ► □ ► ... ► □             h  0 ► □ ►   □ ►    □
 *            ↑   ↑   ↑         ↑                   ↑      ↑      ↑
 *     x      f1  f2  f3       fT             x     f1     f2     f3
 *
 * A frame is the index of an image, which the network looks up. Clips are shuffled once for the split, which depends on
 * the seed alone, and before every epoch, which depends on (seed, epoch): so epoch and window are all that resuming
 * needs.
 */
export function clipData(
  clips: Clips,
  classes: readonly string[],
  options: {
    readonly batch: number;
    readonly seed: number;
    readonly split: { readonly validation: number; readonly test: number };
  },
  memory: Memory,
): TrainData {
  const { N } = clips;
  const T = clips.T ?? 1;
  const indexed = { data: imagesInMemory(clips, memory) };
  const numbers = Int32Array.from({ length: N }, (_, clip) => clip);
  const order = shuffle(numbers, createRng(options.seed, SPLIT_STREAM));
  const validation = Math.floor(N * options.split.validation);
  const test = Math.floor(N * options.split.test);
  const end = N - validation - test;
  const B = Math.min(options.batch, end);
  const predictions = clips.perFrame ? T : 1;
  const place = placeClip(clips, classes);
  const part = (members: Int32Array, seed: number | null) =>
    members.length === 0 ? null : clipPart(members, { T, B, seed, predictions }, place);
  return {
    T,
    B,
    symbols: imageCount(clips),
    indexed,
    train: part(order.subarray(0, end), options.seed)!,
    validation: part(order.subarray(end, end + validation), null),
    test: part(order.subarray(end + validation), null),
  };
}

/** The classes of a set: its different labels, sorted by code unit. */
export const classesOf = ({ labels }: Clips): string[] => [...new Set(labels)].sort();

const SPLIT_STREAM = -1;

/** Windows of B clips each, in the order given or, with a seed, in a new order every epoch. */
function clipPart(
  clips: Int32Array,
  { T, B, seed, predictions }: { T: number; B: number; seed: number | null; predictions: number },
  place: (clip: number, batch: Batch, b: number) => void,
): DataPart {
  let shuffledFor = -1;
  let order = clips;

  function fill(window: number, batch: Batch, epoch: number): void {
    if (seed !== null && epoch !== shuffledFor) {
      order = shuffle(clips.slice(), createRng(seed, epoch));
      shuffledFor = epoch;
    }
    batch.mask.fill(0);
    batch.T = T;
    batch.rows = Math.min(B, clips.length - window * B);
    for (let b = 0; b < batch.rows; b++) place(order[window * B + b]!, batch, b);
    batch.count = batch.rows * predictions;
    batch.symbols = batch.rows * T;
  }

  const count = clips.length * predictions;
  return { windows: Math.ceil(clips.length / B), count, continuous: false, fill };
}

/** Writes a clip's frames and labels into row b. */
function placeClip(
  clips: Clips,
  classes: readonly string[],
): (clip: number, batch: Batch, b: number) => void {
  const T = clips.T ?? 1;
  const idOf = new Map(classes.map((name, id) => [name, id]));
  const labels = Int32Array.from(clips.labels!, (label) => idOf.get(label)!);
  return (clip, { x, y, mask, B }, b) => {
    for (let t = 0, at = b; t < T; t++, at += B) {
      x[at] = clip * T + t;
      y[at] = clips.perFrame ? labels[clip * T + t]! : labels[clip]!;
      mask[at] = clips.perFrame || t === T - 1 ? 1 : 0;
    }
  };
}
