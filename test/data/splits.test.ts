import { expect } from 'chai';
import * as fc from 'fast-check';
import { createPlainMemory } from '../../src/core/memory.js';
import { createBatch } from '../../src/data/batch.js';
import { divideText, testTails } from '../../src/data/splits.js';
import { arraySource } from '../../src/text/id-source.js';

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
