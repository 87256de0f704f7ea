import { expect } from 'chai';
import { UserError } from '../../src/core/errors.js';
import { createPlainMemory, createSharedMemory, type WasmMemory } from '../../src/core/memory.js';

describe('a shared memory', () => {
  it('gives zeroed arrays side by side, each at the beginning of a cache line', () => {
    const memory = createSharedMemory();
    const arrays = [memory.floats(3), memory.ids(17), memory.bytes(1), memory.floats(0), memory.bytes(65)];
    let end = 64; // offset 0 is never an array
    for (const array of arrays) {
      expect(array.buffer).to.equal(memory.wasm!.buffer);
      expect(array.byteOffset % 64).to.equal(0);
      expect(array.byteOffset).to.be.within(end, end + 63);
      expect(array.every((value) => value === 0)).to.equal(true);
      end = array.byteOffset + array.byteLength;
    }
    expect(memory.used).to.equal(end);
  });

  it('leaves earlier arrays valid when it grows', () => {
    const memory = createSharedMemory();
    const early = memory.floats(4).fill(7);
    const late = memory.floats(100_000);
    expect(memory.wasm!.buffer.byteLength).to.be.above(400_000);
    late[99_999] = 1;
    early[0] = 8;
    expect(Array.from(new Float32Array(memory.wasm!.buffer, early.byteOffset, 4))).to.deep.equal([
      8, 7, 7, 7,
    ]);
  });

  it('continues on an existing memory from a byte of it: that of another thread', () => {
    const first = createSharedMemory();
    const region = first.bytes(1000);
    const second = createSharedMemory(first.wasm, region.byteOffset);
    const floats = second.floats(10).fill(1);
    expect(floats.byteOffset).to.equal(region.byteOffset);
    expect(
      new Float32Array(first.wasm!.buffer, region.byteOffset, 10).every((value) => value === 1),
    ).to.equal(true);
  });

  it('names the bytes that are asked for where the system has none left', () => {
    const full: WasmMemory = {
      buffer: new ArrayBuffer(65_536),
      grow: () => {
        throw new RangeError('no room');
      },
    };
    expect(() => createSharedMemory(full).floats(1e6))
      .to.throw(UserError)
      .with.deep.property('fields', { what: 'the network', bytes: 4_000_064, limit: 2 ** 32 });
  });
});

describe('a plain memory', () => {
  it('gives arrays of 32 bits, or of 64 for the gradient check, and counts their bytes', () => {
    for (const [memory, size] of [
      [createPlainMemory(), 4],
      [createPlainMemory(Float64Array), 8],
    ] as const) {
      expect(memory.floats(3).BYTES_PER_ELEMENT).to.equal(size);
      expect(memory.ids(2)).to.deep.equal(new Int32Array(2));
      expect(memory.bytes(5)).to.deep.equal(new Uint8Array(5));
      expect(memory.used).to.equal(3 * size + 8 + 5);
      expect(memory.wasm).to.equal(undefined);
    }
  });
});
