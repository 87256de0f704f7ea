import type { IdSource } from '../text/id-source.js';
import { createArrayFile, type ArrayFileWriter } from './array-file.js';

/**
 * A corpus as symbol ids in a temporary file, one byte each while V ≤ 256, else two. Memory does not grow with the
 * corpus.
 */
export interface IdFile extends IdSource {
  /** SHA-256 of the ids, in hex: the same text under the same vocabulary has the same digest. */
  readonly digest: string;
  close(): void;
}

/** An array of ids as they are stored in the file. */
type PackedIds = Uint8Array | Uint16Array;

export interface IdFileWriter {
  /** Ids so far. */
  readonly length: number;
  /** An array of ids of this file's width. */
  pack(length: number): PackedIds;
  append(ids: PackedIds): void;
  /** Finishes writing. */
  finish(): IdFile;
  /** Discards the file. */
  close(): void;
}

/** How many symbols ids of two bytes can distinguish. */
export const MAX_SYMBOLS = 65536;

/** Creates a file of ids below `size` on the disk of `directory`. */
export function createIdFile(directory: string, size: number): IdFileWriter {
  const Packed = size <= 256 ? Uint8Array : Uint16Array;
  const file: ArrayFileWriter<PackedIds> = createArrayFile<PackedIds>(directory, Packed);
  return {
    get length() {
      return file.length;
    },
    pack: (count) => new Packed(count),
    append: (ids) => file.append(ids),
    finish: () => file.finish(),
    close: () => file.close(),
  };
}
