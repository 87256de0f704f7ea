import { expect } from 'chai';
import { encodeNpy, encodeNpz } from '../../../src/formats/npz/npy.js';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('encodeNpy', () => {
  it('writes the bytes that numpy.save writes', () => {
    const bytes = encodeNpy({ shape: [2, 1], data: Float32Array.of(1, -2) });
    expect(text(bytes.subarray(0, 10))).equal('\x93NUMPY\x01\x00\x76\x00');
    expect(text(bytes.subarray(10, 128))).equal(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }".padEnd(117) + '\n',
    );
    expect([...bytes.subarray(128)]).deep.equal([0, 0, 128, 63, 0, 0, 0, 192]);
  });

  it('writes tuples of one and of no element as Python does', () => {
    expect(text(encodeNpy({ shape: [3], data: Int32Array.of(1, 2, 3) })))
      .contain("'<i4'")
      .contain('(3,), }');
    expect(text(encodeNpy({ shape: [], data: Uint8Array.of(1) })))
      .contain("'|u1'")
      .contain("'shape': (), }");
  });
});

describe('encodeNpz', () => {
  const tensors = new Map([
    ['a', { shape: [2], data: Float32Array.of(1, 2) }],
    ['b.weight', { shape: [1, 1], data: Float64Array.of(3) }],
  ]);
  const bytes = encodeNpz(tensors);
  const view = new DataView(bytes.buffer);

  it('ends in a directory that leads to every tensor', () => {
    const end = bytes.length - 22;
    expect(view.getUint32(end, true)).equal(0x06054b50);
    expect(view.getUint16(end + 10, true)).equal(2);
    let entry = view.getUint32(end + 16, true);
    for (const [name, tensor] of tensors) {
      expect(view.getUint32(entry, true)).equal(0x02014b50);
      const nameLength = view.getUint16(entry + 28, true);
      expect(text(bytes.subarray(entry + 46, entry + 46 + nameLength))).equal(`${name}.npy`);
      const local = view.getUint32(entry + 42, true);
      expect(view.getUint32(local, true)).equal(0x04034b50);
      const size = view.getUint32(local + 22, true);
      const content = bytes.subarray(local + 30 + nameLength, local + 30 + nameLength + size);
      expect(content).deep.equal(encodeNpy(tensor));
      entry += 46 + nameLength;
    }
    expect(entry).equal(end);
  });

  it('is the same bytes for the same tensors, at any time and in any time zone', () => {
    expect(encodeNpz(tensors)).deep.equal(bytes);
    const midnight = 0;
    const firstOfJanuary1980 = (1 << 5) | 1;
    expect([view.getUint16(10, true), view.getUint16(12, true)]).deep.equal([midnight, firstOfJanuary1980]);
  });
});
