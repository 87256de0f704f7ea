import { expect } from 'chai';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdFile } from '../../src/disk/id-file.js';

describe('id file', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'id-file-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  function write(size: number, ids: readonly number[], piece: number) {
    const writer = createIdFile(directory, size);
    for (let at = 0; at < ids.length; at += piece) {
      const part = ids.slice(at, at + piece);
      const packed = writer.pack(part.length);
      packed.set(part);
      writer.append(packed);
    }
    return writer.finish();
  }

  for (const size of [2, 256, 257, 65536]) {
    it(`gives back ids below ${size} from any place, also across blocks`, () => {
      const ids = Array.from({ length: 100_000 }, (_, i) => (i * 7919) % size);
      const file = write(size, ids, 3333);
      expect(file.length).to.equal(ids.length);
      for (const [from, length] of [
        [0, 10],
        [99_990, 10],
        [4090, 20],
        [10, 90_000],
        [65_535, 2],
        [4095, 2],
      ] as const) {
        const target = new Int32Array(length);
        file.read(from, target);
        expect([...target]).to.deep.equal(ids.slice(from, from + length));
      }
      file.close();
    });
  }

  it('reads correctly when there are more blocks than it caches', () => {
    const block = 1 << 12;
    const writer = createIdFile(directory, 256);
    for (let i = 0; i < 600; i++) writer.append(new Uint8Array(block).fill(i % 251));
    const file = writer.finish();
    const target = new Int32Array(2);
    for (const i of [0, 599, 5, 120, 0, 511, 512, 513, 1]) {
      file.read(i * block + block - 1, target.subarray(0, i === 599 ? 1 : 2));
      expect(target[0]).to.equal(i % 251);
    }
    file.close();
  });

  it('has the same digest for the same ids, however they were written', () => {
    const ids = [1, 2, 3, 4, 5];
    expect(write(10, ids, 2).digest).to.equal(write(10, ids, 5).digest);
    expect(write(10, ids, 2).digest).to.not.equal(write(10, [1, 2, 3, 5, 4], 2).digest);
  });

  it('leaves no name in the directory, even while it is open', () => {
    const file = write(10, [1, 2, 3], 2);
    expect(readdirSync(directory)).to.deep.equal([]);
    file.close();
  });

  it('names the directory that it cannot write in', () => {
    expect(() => createIdFile(join(directory, 'none'), 2)).to.throw(
      /^disk\/place: file = .*none, call = open/,
    );
  });
});
