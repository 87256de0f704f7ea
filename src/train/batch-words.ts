import type { WasmMemory } from '../core/memory.js';
import type { EngineBatch } from './engine.js';

/** Lengths of the arrays of a batch: T·B places, B rows of `condition` numbers. */
export interface BatchSizes {
  readonly places: number;
  readonly rows: number;
  readonly condition: number;
}

/** Steps, and the byte offset of each array, 0 where there is none. */
const [T, X, Y, MASK, STARTS, CONDITION, IMAGES] = [0, 1, 2, 3, 4, 5, 6] as const;
const [SOURCE_T, SOURCE_X, SOURCE_STARTS] = [7, 8, 9] as const;

/** How many words describe a batch. */
export const BATCH_WORDS = 10;

/** Describes a batch in shared memory by the byte offsets of its arrays. */
export function writeBatch(words: Int32Array, batch: EngineBatch): void {
  const { x, y, mask, starts, condition, images, source } = batch;
  words[T] = batch.T;
  words[X] = x.byteOffset;
  words[Y] = y.byteOffset;
  words[MASK] = mask.byteOffset;
  words[STARTS] = starts?.byteOffset ?? 0;
  words[CONDITION] = condition?.byteOffset ?? 0;
  words[IMAGES] = images?.byteOffset ?? 0;
  words[SOURCE_T] = source?.T ?? 0;
  words[SOURCE_X] = source?.x.byteOffset ?? 0;
  words[SOURCE_STARTS] = source?.starts.byteOffset ?? 0;
}

/** The batch that the words describe, as views of the memory. */
export function readBatch(words: Int32Array, wasm: WasmMemory, sizes: BatchSizes): EngineBatch {
  wasm.grow(0); // updates this thread's view of the buffer: another thread may have grown it since
  const { places, rows, condition } = sizes;
  const ids = (word: number, length: number) => new Int32Array(wasm.buffer, words[word], length);
  const floats = (word: number, length: number) => new Float32Array(wasm.buffer, words[word], length);
  const hasSource = words[SOURCE_T]! > 0;
  return {
    T: words[T]!,
    x: ids(X, places),
    y: ids(Y, places),
    mask: floats(MASK, places),
    ...(words[STARTS] !== 0 && { starts: ids(STARTS, rows) }),
    ...(words[CONDITION] !== 0 && { condition: floats(CONDITION, rows * condition) }),
    ...(words[IMAGES] !== 0 && { images: ids(IMAGES, rows) }),
    ...(hasSource && {
      source: { T: words[SOURCE_T]!, x: ids(SOURCE_X, places), starts: ids(SOURCE_STARTS, rows) },
    }),
  };
}
