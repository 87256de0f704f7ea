import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { createBatch } from '../../src/data/batch.js';

describe('createBatch(memory, T, B, parts)', () => {
  it('has x, y and mask [T, B], and nothing else that is not asked for', () => {
    const { x, y, mask, ...rest } = createBatch(createPlainMemory(), 3, 2);
    expect([x, y]).to.deep.equal([new Int32Array(6), new Int32Array(6)]);
    expect(mask).to.deep.equal(new Float32Array(6));
    expect(rest).to.deep.equal({ T: 3, B: 2, rows: 0, count: 0, symbols: 0 });
  });

  it('has the arrays of its parts: a start and an image per row, a source [T, B], a condition [B, D]', () => {
    const parts = { starts: true, source: true, condition: 5, images: true };
    const { starts, source, condition, images } = createBatch(createPlainMemory(), 3, 2, parts);
    expect([starts, images, source!.starts].map((array) => array!.length)).to.deep.equal([2, 2, 2]);
    expect([source!.x.length, source!.T, condition!.length]).to.deep.equal([6, 3, 10]);
  });
});
