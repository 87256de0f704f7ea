import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import { createTemporaryFile, type TemporaryFile } from './temporary-file.js';

/** Numbers in the machine's byte order, as they are stored in the file. */
type PackedArray = Uint8Array | Uint16Array | Uint32Array | Float64Array;

interface PackedConstructor<A extends PackedArray> {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): A;
}

/**
 * An array in a temporary file, read in blocks, the last few of which are cached: memory does not grow with the array.
 */
export interface ArrayFile {
  readonly length: number;
  /** SHA-256 of the bytes, in hex. */
  readonly digest: string;
  /** Fills `target` with the elements from `position` on. The caller keeps position + target.length ≤ length. */
  read(
    position: number,
    target: { readonly length: number; set(part: ArrayLike<number>, at: number): void },
  ): void;
  close(): void;
}

export interface ArrayFileWriter<A extends PackedArray> {
  readonly length: number;
  append(part: A): void;
  /** Finishes writing. */
  finish(): ArrayFile;
  /** Discards the file. */
  close(): void;
}

const BLOCK = 1 << 11;
const BLOCKS_KEPT = 512;

/** Creates a file of elements of one type on the disk of `directory`. */
export function createArrayFile<A extends PackedArray>(
  directory: string,
  Packed: PackedConstructor<A>,
): ArrayFileWriter<A> {
  const file = createTemporaryFile(directory);
  const hash = createHash('sha256');
  let length = 0;
  return {
    get length() {
      return length;
    },
    append(part) {
      const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
      file.write(bytes);
      hash.update(bytes);
      length += part.length;
    },
    finish: () => openArrayFile(file, length, Packed, hash.digest('hex')),
    close: () => file.close(),
  };
}

function openArrayFile<A extends PackedArray>(
  file: TemporaryFile,
  length: number,
  Packed: PackedConstructor<A>,
  digest: string,
): ArrayFile {
  // least recently used first
  const blocks = new Map<number, A>();
  let latest = -1;
  let latestBlock = new Packed(0);

  function load(index: number): A {
    const block = freeBlock();
    const first = index * BLOCK;
    readAll(file.fd, block.subarray(0, length - first), first * Packed.BYTES_PER_ELEMENT);
    return block;
  }

  /** The least recently used block, reused because new ones would stay in memory until they are collected. */
  function freeBlock(): A {
    if (blocks.size < BLOCKS_KEPT) return new Packed(BLOCK);
    const [index, block] = blocks.entries().next().value!;
    blocks.delete(index);
    return block;
  }

  function fetch(index: number): A {
    if (index === latest) return latestBlock;
    const block = blocks.get(index) ?? load(index);
    blocks.delete(index);
    blocks.set(index, block);
    latest = index;
    return (latestBlock = block);
  }

  return {
    length,
    digest,
    read(position, target) {
      for (let done = 0; done < target.length;) {
        const at = position + done;
        const block = fetch(Math.floor(at / BLOCK));
        const from = at % BLOCK;
        const part = block.subarray(from, from + target.length - done);
        target.set(part, done);
        done += part.length;
      }
    },
    close: () => file.close(),
  };
}

function readAll(fd: number, block: PackedArray, from: number): void {
  const bytes = new Uint8Array(block.buffer, 0, block.byteLength);
  for (let done = 0; done < bytes.length;) {
    const count = readSync(fd, bytes, done, bytes.length - done, from + done);
    if (count === 0) throw new RangeError('read past the end of a temporary file');
    done += count;
  }
}
