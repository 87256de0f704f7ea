import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { createBatch } from '../../src/data/batch.js';
import { textParts } from '../../src/data/splits.js';
import { languageData } from '../../src/tasks/language.js';
import { arraySource } from '../../src/text/id-source.js';

const counting = (n: number) => arraySource(Array.from({ length: n }, (_, i) => i));
const contiguous = (validation: number, test: number) =>
  ({ validation, test, layout: 'contiguous' }) as const;

describe('the language task', () => {
  it('predicts each symbol from the one before it, at every step', () => {
    const { train } = languageData(counting(23), { seq: 3, batch: 2, split: contiguous(0, 0) });
    const batch = createBatch(createPlainMemory(), 3, 2);
    batch.mask.fill(7);
    train.fill(1, batch, 0);
    expect(Array.from(batch.x)).to.deep.equal([3, 14, 4, 15, 5, 16]);
    expect(Array.from(batch.y)).to.deep.equal([4, 15, 5, 16, 6, 17]);
    expect(Array.from(batch.mask)).to.deep.equal([1, 1, 1, 1, 1, 1]);
    expect(train).to.include({ continuous: true, windows: 3, count: 18 });
  });
});

describe('splits', () => {
  it('are contiguous: train, then validation, then test', () => {
    const ranges = textParts(1000, contiguous(0.05, 0.1));
    expect(ranges).to.deep.equal({ train: [0, 850], validation: [850, 900], test: [900, 1000] });
    const splits = languageData(counting(1000), { seq: 5, batch: 2, split: contiguous(0.05, 0.1) });
    const batch = createBatch(createPlainMemory(), 5, 2);
    splits.validation!.fill(0, batch, 0);
    expect(batch.x[0]).to.equal(850);
    splits.test!.fill(0, batch, 0);
    expect(batch.x[0]).to.equal(900);
  });

  it('leave out what a share of 0 asks for', () => {
    const splits = languageData(counting(1000), { seq: 5, batch: 2, split: contiguous(0, 0) });
    expect([splits.validation, splits.test]).to.deep.equal([null, null]);
  });

  it("by rows divide each row's windows, the tail for validation", () => {
    const split = { validation: 0.25, test: 0, layout: 'streams' } as const;
    const splits = languageData(counting(81), { seq: 5, batch: 2, split });
    const batch = createBatch(createPlainMemory(), 5, 2);
    expect([splits.train.windows, splits.validation!.windows]).to.deep.equal([6, 2]);
    splits.validation!.fill(0, batch, 0);
    expect([batch.x[0], batch.x[1]]).to.deep.equal([30, 70]);
  });

  it('give a smaller B, then a smaller T, to a corpus too small for them', () => {
    const shape = { seq: 50, batch: 50, split: contiguous(0.05, 0.05) };
    expect(languageData(counting(1000), shape)).to.include({ T: 50, B: 17 });
    expect(languageData(counting(6), shape)).to.include({ T: 5, B: 1 });
  });
});
