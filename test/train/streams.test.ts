import { expect } from 'chai';
import fc from 'fast-check';
import { createPlainMemory } from '../../src/core/memory.js';
import { arraySource } from '../../src/text/id-source.js';
import { createBatch } from '../../src/train/batch.js';
import { splitCorpus, splitPoints } from '../../src/train/splits.js';
import { createStreams } from '../../src/train/streams.js';

const counting = (n: number) => arraySource(Array.from({ length: n }, (_, i) => i));
const contiguous = (validation: number, test: number) =>
  ({ validation, test, layout: 'contiguous' }) as const;

describe('streams', () => {
  it('stream b starts at b·S, S = ⌊(N−1)/B⌋; window p covers ids[b·S+p .. +T), y one later', () => {
    const streams = createStreams(counting(23), { B: 2, T: 3, partial: false });
    const batch = createBatch(createPlainMemory(), 3, 2);
    expect(streams.windows).to.equal(3); // S = 11, and 3 + T ≤ 11 fits three times
    streams.fill(1, batch);
    expect(Array.from(batch.x)).to.deep.equal([3, 14, 4, 15, 5, 16]);
    expect(Array.from(batch.y)).to.deep.equal([4, 15, 5, 16, 6, 17]);
    expect(batch.count).to.equal(6);
  });

  it("with B = 1, T = 25 is min-char-rnn's own order", () => {
    const streams = createStreams(counting(101), { B: 1, T: 25, partial: false });
    const batch = createBatch(createPlainMemory(), 25, 1);
    expect(streams.windows).to.equal(4);
    streams.fill(3, batch);
    expect(Array.from(batch.x)).to.deep.equal(Array.from({ length: 25 }, (_, i) => 75 + i));
  });

  it('read every prediction of every stream exactly once when partial windows count', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 200 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 9 }),
        (N, B, T) => {
          const streams = createStreams(counting(N), { B, T, partial: true });
          const batch = createBatch(createPlainMemory(), T, B);
          const seen: number[] = [];
          for (let window = 0; window < streams.windows; window++) {
            streams.fill(window, batch);
            for (let i = 0; i < batch.T * B; i++) {
              expect(batch.y[i]).to.equal(batch.x[i]! + 1);
              seen.push(batch.x[i]!);
            }
          }
          const S = Math.floor((N - 1) / B);
          expect(seen.sort((a, b) => a - b)).to.deep.equal(Array.from({ length: S * B }, (_, i) => i));
          expect(streams.characters).to.equal(S * B);
        },
      ),
    );
  });

  it('mask the rows that are not used', () => {
    const streams = createStreams(counting(9), { B: 3, used: 2, T: 2, partial: true });
    const batch = createBatch(createPlainMemory(), 2, 3);
    streams.fill(0, batch);
    expect(Array.from(batch.mask)).to.deep.equal([1, 1, 0, 1, 1, 0]);
    expect(batch.count).to.equal(4);
  });
});

describe('splits', () => {
  it('are contiguous: train, then validation, then test', () => {
    expect(splitPoints(1000, contiguous(0.05, 0.1))).to.deep.equal({ validation: 850, test: 900, end: 1000 });
    const splits = splitCorpus(counting(1000), { seq: 5, batch: 2, split: contiguous(0.05, 0.1) });
    const batch = createBatch(createPlainMemory(), 5, 2);
    splits.validation!.fill(0, batch);
    expect(batch.x[0]).to.equal(850);
    splits.test!.fill(0, batch);
    expect(batch.x[0]).to.equal(900);
  });

  it('leave out what a share of 0 asks for', () => {
    const splits = splitCorpus(counting(1000), { seq: 5, batch: 2, split: contiguous(0, 0) });
    expect([splits.validation, splits.test]).to.deep.equal([null, null]);
  });

  it("by streams divide each stream's windows, the tail for validation", () => {
    const split = { validation: 0.25, test: 0, layout: 'streams' } as const;
    const splits = splitCorpus(counting(81), { seq: 5, batch: 2, split });
    const batch = createBatch(createPlainMemory(), 5, 2);
    expect([splits.train.windows, splits.validation!.windows]).to.deep.equal([6, 2]);
    splits.validation!.fill(0, batch);
    expect([batch.x[0], batch.x[1]]).to.deep.equal([30, 70]);
  });

  it('give a smaller B, then a smaller T, to a corpus too small for them', () => {
    const shape = { seq: 50, batch: 50, split: contiguous(0.05, 0.05) };
    expect(splitCorpus(counting(1000), shape)).to.include({ T: 50, B: 17 });
    expect(splitCorpus(counting(6), shape)).to.include({ T: 5, B: 1 });
  });
});
