import type { ImageConfig, Snapshot } from '../../src/core/snapshot.js';
import type { NpyArray } from '../../src/formats/npz/npy.js';
import { createRng } from '../../src/core/rng.js';
import { captionTask } from '../../src/tasks/captions.js';
import { randomSnapshot } from './random-snapshot.js';
import { smallTasks, taskSnapshot } from './snapshots.js';

/** Pixels of an image's side, and frames of a clip. */
const [S, T] = [4, 3];
const LABELS = ['left', 'right'];
const CAPTIONS = ['a dot', 'two dots', 'a line'];

/** A small network of each kind on clips or images, with random weights; `features` sets its size. */
export function clipSnapshot(
  network: ImageConfig['network'],
  { hidden = 2, features = 3, cell = 'gru' } = {},
): Snapshot {
  const images: ImageConfig = { network, size: S, channels: 1, kernel: 3, features };
  if (network !== 'captions')
    return {
      ...randomSnapshot({ cell, hidden, vocabulary: 0, outputs: LABELS.length, images }),
      labels: LABELS,
    };
  const task = captionTask([...new Set(CAPTIONS.join(' ').split(' '))].sort(), { toTokens: 'words' });
  const symbols = task.target.length + 1;
  const model = { cell, hidden, vocabulary: symbols, outputs: symbols, images };
  const { labels: _, ...snapshot } = randomSnapshot(model);
  return { ...snapshot, vocabulary: { tokens: 'chars', symbols: [] }, task };
}

export const clipNetworks = ['frames', 'cnn-lstm', 'conv', 'captions'] as const;

/** A small network of every kind that is no language model: each task, each network on clips or images. */
export function otherSnapshots(): Record<string, Snapshot> {
  const tasks = Object.entries(smallTasks).map(([name, task]) => [
    name,
    taskSnapshot(task, { hidden: 2, cell: 'rnn' }),
  ]);
  return Object.fromEntries([
    ...tasks,
    ...clipNetworks.map((network) => [network, clipSnapshot(network)]),
  ]) as Record<string, Snapshot>;
}

/** What such networks learn from: random frames with a label, random images with a caption. */
export function clipArrays(network: ImageConfig['network'], count = 24, seed = 1): Map<string, NpyArray> {
  const rng = createRng(seed);
  const texts = network === 'captions' ? CAPTIONS : LABELS;
  const shape = network === 'captions' ? [count, 1, S, S] : [count, T, 1, S, S];
  const length = shape.reduce((n, size) => n * size);
  const y = Array.from({ length: count }, (_, n) => texts[n % texts.length]!);
  return new Map<string, NpyArray>([
    ['x', { shape, data: Uint8Array.from({ length }, () => rng.below(256)) }],
    ['y', { shape: [count], data: y }],
  ]);
}
