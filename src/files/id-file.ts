import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import type { IdSource } from '../text/id-source.js';
import { createTemporaryFile, type TemporaryFile } from './temporary-file.js';

/**
 * A corpus as symbol ids in a temporary file, one byte each while V ≤ 256, else two (little-endian where the machine
 * is). Read in blocks, of which the latest are kept: memory does not grow with the corpus.
 */
export interface IdFile extends IdSource {
  /** SHA-256 of the ids, in hex: the same text under the same vocabulary has the same digest. */
  readonly digest: string;
  close(): void;
}

/** An array of ids as they lie in the file. */
export type PackedIds = Uint8Array | Uint16Array;

export interface IdFileWriter {
  /** An array of ids of this file's width. */
  pack(length: number): PackedIds;
  append(ids: PackedIds): void;
  /** Ends writing. */
  finish(): IdFile;
  /** Gives up. */
  close(): void;
}

/** How many symbols ids of two bytes can tell apart. */
export const MAX_SYMBOLS = 65536;

const BLOCK_IDS = 1 << 12;
const BLOCKS_KEPT = 512;

/** Begins a file of ids below `size` on the disk of `directory`. */
export function createIdFile(directory: string, size: number): IdFileWriter {
  const file = createTemporaryFile(directory);
  const Packed = size <= 256 ? Uint8Array : Uint16Array;
  const hash = createHash('sha256');
  let length = 0;
  return {
    pack: (count) => new Packed(count),
    append(ids) {
      const bytes = new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength);
      file.write(bytes);
      hash.update(bytes);
      length += ids.length;
    },
    finish: () => openIdFile(file, length, Packed, hash.digest('hex')),
    close: () => file.close(),
  };
}

function openIdFile(
  file: TemporaryFile,
  length: number,
  Packed: Uint8ArrayConstructor | Uint16ArrayConstructor,
  digest: string,
): IdFile {
  // in the order of their last use
  const blocks = new Map<number, PackedIds>();

  function load(index: number): PackedIds {
    const block = new Packed(Math.min(BLOCK_IDS, length - index * BLOCK_IDS));
    readAll(file.fd, block, index * BLOCK_IDS * Packed.BYTES_PER_ELEMENT);
    if (blocks.size === BLOCKS_KEPT) blocks.delete(blocks.keys().next().value!);
    return block;
  }

  function fetch(index: number): PackedIds {
    const block = blocks.get(index) ?? load(index);
    blocks.delete(index);
    blocks.set(index, block);
    return block;
  }

  return {
    length,
    digest,
    read(position, target) {
      for (let done = 0; done < target.length;) {
        const at = position + done;
        const block = fetch(Math.floor(at / BLOCK_IDS));
        const from = at % BLOCK_IDS;
        const part = block.subarray(from, from + target.length - done);
        target.set(part, done);
        done += part.length;
      }
    },
    close: () => file.close(),
  };
}

function readAll(fd: number, block: PackedIds, from: number): void {
  const bytes = new Uint8Array(block.buffer);
  for (let done = 0; done < bytes.length;) {
    const count = readSync(fd, bytes, done, bytes.length - done, from + done);
    if (count === 0) throw new RangeError('read past the end of the ids');
    done += count;
  }
}
