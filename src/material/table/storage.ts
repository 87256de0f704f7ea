import { createArrayFile, type ArrayFile } from '../../disk/array-file.js';
import { createTableIndex, type TableIndex } from './row-index.js';

/** The rows of a table in temporary files. */
export interface StoredRows {
  readonly index: TableIndex;
  /** The numbers of symbols, source and target of each row one after the other. */
  readonly ids: ArrayFile;
  readonly numbers: ArrayFile | null;
}

interface TableStorage {
  readonly rows: number;
  /** A buffer with room for `length` symbols from `at` on. */
  reserve(length: number): { readonly buffer: Uint16Array; readonly at: number };
  /** Adds a row, whose symbols have been written to the buffer, and its numbers. */
  add(
    lengths: { readonly source: number; readonly target: number },
    vector: Float64Array<ArrayBuffer> | null,
  ): void;
  finish(): StoredRows;
  close(): void;
}

const BUFFER = 1 << 16;

export function createTableStorage(
  directory: string,
  { hasNumbers, maxLength }: { readonly hasNumbers: boolean; readonly maxLength: number },
): TableStorage {
  const ids = createArrayFile(directory, Uint16Array);
  const index = createTableIndex(directory, maxLength);
  const numbers = hasNumbers ? createArrayFile(directory, Float64Array) : null;
  let buffer = new Uint16Array(BUFFER);
  let filled = 0;
  const flush = () => {
    ids.append(buffer.subarray(0, filled));
    filled = 0;
  };
  return {
    get rows() {
      return index.rows;
    },
    reserve(length) {
      if (filled + length > buffer.length) flush();
      if (length > buffer.length) buffer = new Uint16Array(2 * length);
      return { buffer, at: filled };
    },
    add(lengths, vector) {
      const end = filled + lengths.source + lengths.target;
      const hash = hashRow(buffer.subarray(filled, end), lengths.source, vector);
      index.add({ at: ids.length + filled, ...lengths, hash });
      if (vector) numbers?.append(vector);
      filled = end;
    },
    finish() {
      flush();
      return { index: index.finish(), ids: ids.finish(), numbers: numbers?.finish() ?? null };
    },
    close() {
      ids.close();
      index.close();
      numbers?.close();
    },
  };
}

/** FNV-1a over the ids and the bits of the numbers, and a second hash with another multiplier. */
function hashRow(
  ids: Uint16Array,
  sourceLength: number,
  vector: Float64Array<ArrayBuffer> | null,
): readonly [number, number] {
  let a = 0x811c9dc5;
  let b = sourceLength + 1;
  const mix = (value: number) => {
    a = Math.imul(a ^ value, 0x01000193);
    b = Math.imul(b ^ value, 0x5bd1e995);
    b ^= b >>> 15;
  };
  ids.forEach(mix);
  if (vector) new Uint32Array(vector.buffer).forEach(mix);
  return [a >>> 0, b >>> 0];
}
