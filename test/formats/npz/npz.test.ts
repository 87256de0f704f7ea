import { expect } from 'chai';
import { zipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../../src/core/errors.js';
import { encodeNpy, encodeNpz, type NpyArray } from '../../../src/formats/npz/npy.js';
import { decodeNpz } from '../../../src/formats/npz/npz.js';

/** A file that NumPy wrote (test/golden/npz.py). */
const golden = (name: string): Uint8Array =>
  new Uint8Array(
    readFileSync(fileURLToPath(new URL(`../../../../test/golden/npz/${name}.npz`, import.meta.url))),
  );

async function refusal(bytes: Uint8Array, limit?: number): Promise<UserError> {
  try {
    await decodeNpz(bytes, 'clips.npz', limit);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const counted = Array.from({ length: 24 }, (_, i) => i);

describe('decodeNpz', () => {
  for (const form of ['stored', 'deflated']) {
    it(`reads every type of numbers, ${form} by NumPy`, async () => {
      const arrays = await decodeNpz(golden(form));
      for (const type of ['u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f2', 'f4', 'f8']) {
        const { shape, data } = arrays.get(type)!;
        expect(shape, type).deep.equal([2, 3, 4]);
        expect([...data], type).deep.equal(counted);
      }
      expect(arrays.get('u1')!.data).instanceOf(Uint8Array);
      expect(arrays.get('i8')!.data).instanceOf(Int32Array);
      expect(arrays.get('f2')!.data).instanceOf(Float32Array);
      expect([...arrays.get('b1')!.data]).deep.equal(counted.map((n) => 1 - (n % 2)));
    });

    it(`reads text, an empty array and a single number, ${form} by NumPy`, async () => {
      const arrays = await decodeNpz(golden(form));
      expect(arrays.get('text')).deep.equal({ shape: [4], data: ['left', 'rißght', '😀', ''] });
      expect(arrays.get('empty')).deep.equal({ shape: [0, 3], data: new Float32Array(0) });
      expect(arrays.get('scalar')).deep.equal({ shape: [], data: Float32Array.of(2.5) });
    });
  }

  it('reads back what encodeNpz writes', async () => {
    const arrays = new Map<string, NpyArray>([
      ['x', { shape: [2, 2], data: Uint8Array.of(1, 2, 3, 255) }],
      ['y', { shape: [2], data: ['turn left', 'größer 😀'] }],
      ['z', { shape: [1], data: Float64Array.of(0.1) }],
    ]);
    expect(await decodeNpz(encodeNpz(arrays))).deep.equal(arrays);
  });

  for (const [name, why] of [
    ['fortran', /"x": it is in Fortran order: save numpy\.ascontiguousarray of it/],
    ['object', /it holds Python objects: save numbers, or strings with dtype 'U'/],
    ['record', /it holds Python objects/],
    ['big-endian', /its type '>f4' is big-endian: save it \.astype\('<f4'\)/],
    ['complex', /its type is '<c8'/],
    ['wide', /1099511627776 needs more than 32 bits/],
  ] as const) {
    it(`refuses ${name} arrays`, async () => {
      const error = await refusal(golden(name));
      expect(error.code).equal('npz/array');
      expect(`${error.fields['array']}: ${error.fields['why']}: ${error.fields['hint']}`).match(why);
    });
  }

  it('refuses anything but an archive, and archives truncated anywhere', async () => {
    expect((await refusal(new Uint8Array(0))).code).equal('npz/archive');
    expect((await refusal(new TextEncoder().encode('x'.repeat(5000)))).code).equal('npz/archive');
    const whole = golden('wide');
    for (let length = 0; length < whole.length; length++) {
      expect((await refusal(whole.subarray(0, length))).code).equal('npz/archive');
    }
  });

  it('reads the same or refuses, whichever bit of a file is flipped', async () => {
    const whole = encodeNpz(new Map([['x', { shape: [3], data: Uint8Array.of(1, 2, 3) }]]));
    const expected = await decodeNpz(whole);
    let [read, refused] = [0, 0];
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const flipped = whole.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      try {
        const [array] = (await decodeNpz(flipped)).values();
        // names and dates are not covered by the checksum, contents are
        if (array !== undefined) expect(array).deep.equal(expected.get('x'));
        read += 1;
      } catch (error) {
        expect(error).instanceOf(UserError);
        refused += 1;
      }
    }
    expect(read).above(0);
    expect(refused).above(whole.length);
  });

  it('unpacks nothing when the directory declares more than the limit', async () => {
    const error = await refusal(golden('deflated'), 1000);
    expect(error.code).equal('npz/size');
    expect(error.message).equal('npz/size: file = clips.npz, limit = 1000');
  });

  it('stops unpacking where the directory lies about a size', async () => {
    const bytes = golden('deflated');
    const view = new DataView(bytes.buffer);
    const entry = view.getUint32(bytes.length - 22 + 16, true);
    view.setUint32(entry + 24, 100, true);
    expect((await refusal(bytes)).message).match(/unpacks to more than its directory says/);
    view.setUint32(entry + 24, 100_000, true);
    expect((await refusal(bytes)).message).match(/unpacks to less than its directory says/);
  });

  it('takes no memory for what a file unpacks to beyond its declared size', async () => {
    const bomb = zipSync({ 'x.npy': new Uint8Array(2 ** 25) }, { level: 1 });
    const view = new DataView(bomb.buffer);
    view.setUint32(view.getUint32(bomb.length - 22 + 16, true) + 24, 100, true);
    const before = process.memoryUsage().arrayBuffers;
    expect((await refusal(bomb)).message).match(/unpacks to more than its directory says/);
    expect(process.memoryUsage().arrayBuffers - before).below(2 ** 24);
  });

  it('refuses headers whose shape and data do not agree, before taking memory', async () => {
    const npy = encodeNpy({ shape: [3], data: Uint8Array.of(1, 2, 3) });
    const withShape = (shape: string) => {
      const text = Buffer.from(npy)
        .toString('latin1')
        .replace(/\(3,\)/, shape);
      return zipSync({ 'x.npy': Uint8Array.from(text, (c) => c.charCodeAt(0)) }, { level: 0 });
    };
    expect((await refusal(withShape('(4,)'))).message).match(
      /declares 4 items of 1 bytes, and 3 bytes follow/,
    );
    expect((await refusal(withShape(`(${'9'.repeat(15)}, ${'9'.repeat(15)})`))).message).match(
      /its shape is/,
    );
    expect((await refusal(withShape('(1, 1, 1, 1, 1, 1, 1, 1, 3)'))).message).match(/9 dimensions/);
    expect((await refusal(withShape('(3,), "x": 1'))).message).match(/not the one that NumPy writes/);
  });

  it('refuses strings that are not valid text', async () => {
    const npy = encodeNpy({ shape: [1], data: ['ab'] });
    new DataView(npy.buffer).setUint32(npy.length - 4, 0xd800, true);
    const error = await refusal(zipSync({ 'y.npy': npy }));
    expect(error.message).match(/string 0 holds 55296, which is not a character/);
  });
});
