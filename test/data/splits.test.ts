import { expect } from 'chai';
import * as fc from 'fast-check';
import { createPlainMemory } from '../../src/core/memory.js';
import { createBatch } from '../../src/data/batch.js';
import { divideText, testTails, textParts } from '../../src/data/splits.js';
import { arraySource } from '../../src/text/id-source.js';

describe('the parts of a text', () => {
  const share = { validation: 0.1, test: 0.2 };

  it('are shares, or of their own at the end; shares are of the rest', () => {
    const main = { train: [0, 70], validation: [70, 80], test: [80, 100] };
    expect(textParts(100, share)).deep.equal(main);
    expect(textParts(107, share, { validation: 7 })).deep.equal({
      train: [0, 80],
      validation: [100, 107],
      test: [80, 100],
    });
    expect(textParts(109, share, { test: 9 })).deep.equal({
      train: [0, 90],
      validation: [90, 100],
      test: [100, 109],
    });
    expect(textParts(116, share, { validation: 7, test: 9 })).deep.equal({
      train: [0, 100],
      validation: [100, 107],
      test: [107, 116],
    });
  });
});

describe('testTails', () => {
  it('are the symbols that the test part of divideText reads, row by row', () => {
    const shapes = fc.record({
      symbols: fc.integer({ min: 2, max: 400 }),
      seq: fc.integer({ min: 1, max: 7 }),
      batch: fc.integer({ min: 1, max: 5 }),
      test: fc.constantFrom(0, 0.1, 0.3, 0.5),
      validation: fc.constantFrom(0, 0.2, 0.4),
    });
    fc.assert(
      fc.property(shapes, ({ symbols, seq, batch, ...shares }) => {
        const split = { ...shares, layout: 'streams' } as const;
        // the id of each symbol is its place
        const source = arraySource(Array.from({ length: symbols }, (_, i) => i));
        const rows = new Map<number, number[]>();
        const { T, B, test } = divideText(source, { seq, batch, split }, (ids, _, b) => {
          rows.set(b, [...(rows.get(b) ?? []), ...ids.subarray(0, ids.length - 1)]);
        });
        const into = createBatch(createPlainMemory(), T, B);
        for (let window = 0; window < (test?.windows ?? 0); window++) test!.fill(window, into, 0);
        const tails = testTails(symbols, { seq, batch, split }).map(({ from, to }) =>
          Array.from({ length: to - from }, (_, i) => from + i),
        );
        expect(tails).deep.equal([...rows.values()]);
      }),
    );
  });
});
