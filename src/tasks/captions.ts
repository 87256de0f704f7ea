import type { Ids } from '../core/floats.js';
import type { Memory } from '../core/memory.js';
import type { TaskData } from '../core/snapshot.js';
import { imagesInMemory, type Clips } from '../data/clips.js';
import { arrayExamples, type Example } from '../data/examples.js';
import { rowsOf, splitRows, type RowList } from '../data/split-rows.js';
import type { TrainData } from '../data/train-data.js';
import { examplesData } from './examples-data.js';
import { createTask } from './index.js';

const NOTHING = { source: new Int32Array(0), vector: new Float32Array(0) };

/** A task that writes texts of these symbols for images. */
export function captionTask(
  symbols: readonly string[],
  { to = 'y', toTokens }: { readonly to?: string; readonly toTokens: TaskData['toTokens'] },
): TaskData {
  const rest = { source: [], target: symbols, scaling: null, delay: 0, reverse: false };
  return { name: 'generate', from: [], to, toTokens, ...rest };
}

/** Image n with caption n, as an example: the text, and the index of the image that conditions it. */
export const captionExample = (target: Ids, image: number): Example => ({ ...NOTHING, target, label: image });

/**
 * Images [N, C, S, S] and a caption for each (one-to-many; generate.ts has the drawing), divided and shuffled as the
 * rows of a table are. The images lie in the memory of the kernels.
 */
export function captionData(
  { images, captions }: { readonly images: Clips; readonly captions: readonly Ids[] },
  task: TaskData,
  options: {
    readonly batch: number;
    readonly seed: number;
    readonly split: { readonly validation: number; readonly test: number };
  },
  memory: Memory,
): TrainData {
  const data = imagesInMemory(images, memory);
  const { train, validation, test } = splitRows(images.N, options.split, options.seed);
  const examples = (rows: RowList) =>
    arrayExamples(Array.from(rowsOf(rows), (n) => captionExample(captions[n]!, n)));
  const parts = { train: examples(train), validation: examples(validation), test: examples(test) };
  return { ...examplesData(createTask(task), parts, options), indexed: { data } };
}
