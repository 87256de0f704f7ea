import { expect } from 'chai';
import fc from 'fast-check';
import { createPlainMemory } from '../../src/core/memory.js';
import { arraySource } from '../../src/text/id-source.js';
import { createBatch } from '../../src/data/batch.js';
import { textInRows, type TextRowsShape } from '../../src/data/text-rows.js';

const counting = (n: number) => arraySource(Array.from({ length: n }, (_, i) => i));

/** The text 0, 1, 2, ... in rows that are placed as they are read: x and, one later, y. */
const rowsOf = (N: number, shape: TextRowsShape) =>
  textInRows(counting(N), shape, (ids, { x, y, mask, B }, b) => {
    for (let t = 0; t < ids.length - 1; t++) {
      x[t * B + b] = ids[t]!;
      y[t * B + b] = ids[t + 1]!;
      mask[t * B + b] = 1;
    }
  });

describe('a text in batch rows', () => {
  it('row b starts at b·S, S = ⌊(N−1)/B⌋; window p covers ids[b·S+p .. +T), y one later', () => {
    const part = rowsOf(23, { B: 2, T: 3, partial: false });
    const batch = createBatch(createPlainMemory(), 3, 2);
    expect(part.windows).to.equal(3); // S = 11, and 3 + T ≤ 11 fits three times
    part.fill(1, batch, 0);
    expect(Array.from(batch.x)).to.deep.equal([3, 14, 4, 15, 5, 16]);
    expect(Array.from(batch.y)).to.deep.equal([4, 15, 5, 16, 6, 17]);
    expect(batch.count).to.equal(6);
  });

  it("with B = 1, T = 25 is min-char-rnn's own order", () => {
    const part = rowsOf(101, { B: 1, T: 25, partial: false });
    const batch = createBatch(createPlainMemory(), 25, 1);
    expect(part.windows).to.equal(4);
    part.fill(3, batch, 0);
    expect(Array.from(batch.x)).to.deep.equal(Array.from({ length: 25 }, (_, i) => 75 + i));
  });

  it('reads every prediction of every row exactly once when partial windows count', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 200 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 9 }),
        (N, B, T) => {
          const part = rowsOf(N, { B, T, partial: true });
          const batch = createBatch(createPlainMemory(), T, B);
          const seen: number[] = [];
          for (let window = 0; window < part.windows; window++) {
            part.fill(window, batch, 0);
            for (let i = 0; i < batch.T * B; i++) {
              expect(batch.y[i]).to.equal(batch.x[i]! + 1);
              seen.push(batch.x[i]!);
            }
          }
          const S = Math.floor((N - 1) / B);
          expect(seen.sort((a, b) => a - b)).to.deep.equal(Array.from({ length: S * B }, (_, i) => i));
          expect(part.count).to.equal(S * B);
        },
      ),
    );
  });

  it('masks the rows that are not used', () => {
    const part = rowsOf(9, { B: 3, used: 2, T: 2, partial: true });
    const batch = createBatch(createPlainMemory(), 2, 3);
    part.fill(0, batch, 0);
    expect(Array.from(batch.mask)).to.deep.equal([1, 1, 0, 1, 1, 0]);
    expect([batch.rows, batch.count]).to.deep.equal([2, 4]);
  });
});
