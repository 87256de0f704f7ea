import { userError } from './errors.js';
import type { Bytes, Floats, Ids } from './floats.js';

/** What is used of a WebAssembly.Memory; the declarations of this package need neither DOM nor Node types. */
export interface WasmMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/**
 * Where arrays come from. Everything a model touches is taken from one Memory when the model is built, so that
 * plain loops, SIMD kernels, a native BLAS and worker threads all see the same bytes and nothing is ever copied.
 */
export interface Memory {
  /** The WebAssembly memory that contains the arrays, if any. */
  readonly wasm?: WasmMemory;
  /** Bytes handed out so far. */
  readonly used: number;
  /** A zeroed array of `length` floats, aligned to a cache line. */
  floats(length: number): Floats;
  /** A zeroed array of `length` 32-bit integers, aligned to a cache line. */
  ids(length: number): Ids;
  /** A zeroed array of `length` bytes, aligned to a cache line. */
  bytes(length: number): Bytes;
}

const ALIGNMENT = 64;
const PAGE = 65536;
const MAX_PAGES = 65536;

/**
 * A Memory of views on one shared WebAssembly.Memory. It grows as arrays are taken from it: growing a *shared*
 * memory leaves every older view valid, so a model can be built without computing its size first.
 *
 * `existing` and `from` continue on an existing memory: a worker's replica starts at the byte
 * `from`, past the arrays of the others.
 */
export function createSharedMemory(existing?: WasmMemory, from = ALIGNMENT): Memory {
  const wasm: WasmMemory =
    existing ?? new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES, shared: true });
  let used = from;
  function take(bytes: number): number {
    const offset = Math.ceil(used / ALIGNMENT) * ALIGNMENT;
    const missing = offset + bytes - wasm.buffer.byteLength;
    if (missing > 0) grow(wasm, missing, offset + bytes);
    used = offset + bytes;
    return offset;
  }
  return {
    wasm,
    get used() {
      return used;
    },
    // take() first: it may grow the memory, and only then does `wasm.buffer` reach far enough
    floats(length) {
      const offset = take(length * 4);
      return new Float32Array(wasm.buffer, offset, length);
    },
    ids(length) {
      const offset = take(length * 4);
      return new Int32Array(wasm.buffer, offset, length);
    },
    bytes(length) {
      const offset = take(length);
      return new Uint8Array(wasm.buffer, offset, length);
    },
  };
}

/** Throws model/memory where that is more than 32 bits can address, or than the system has. */
function grow(wasm: WasmMemory, missing: number, bytes: number): void {
  try {
    wasm.grow(Math.ceil(missing / PAGE));
  } catch (error) {
    throw userError('model/memory', { what: 'the network', bytes, limit: MAX_PAGES * PAGE }, error);
  }
}

/**
 * A Memory of ordinary arrays, for runtimes without shared WebAssembly memory and, with `Float64Array`, for the
 * gradient check. Only the plain loops can work on it.
 */
export function createPlainMemory(
  FloatArray: Float32ArrayConstructor | Float64ArrayConstructor = Float32Array,
): Memory {
  let used = 0;
  return {
    get used() {
      return used;
    },
    floats(length) {
      used += length * FloatArray.BYTES_PER_ELEMENT;
      return new FloatArray(length);
    },
    ids(length) {
      used += length * 4;
      return new Int32Array(length);
    },
    bytes(length) {
      used += length;
      return new Uint8Array(length);
    },
  };
}
