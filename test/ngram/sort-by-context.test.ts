import { expect } from 'chai';
import fc from 'fast-check';
import { commonLength, createSymbols, sortByContext } from '../../src/ngram/sort-by-context.js';

describe('sortByContext', () => {
  it('sorts places by the symbols before them, the nearest first, and equal contexts by their place', () => {
    const cases = fc.record({
      ids: fc.array(fc.nat(4), { minLength: 1, maxLength: 200 }),
      depth: fc.integer({ min: 0, max: 5 }),
      // a large alphabet makes all groups small, which are compared and not counted
      V: fc.constantFrom(5, 300),
    });
    fc.assert(
      fc.property(cases, ({ ids, depth, V }) => {
        const text = createSymbols(depth + ids.length, V);
        ids.forEach((id, i) => (text[depth + i] = id + 1));
        const middle = depth + Math.floor(ids.length / 2);
        const ranges = [
          { from: depth, to: middle },
          { from: middle, to: text.length },
        ];
        const key = (place: number) => [...text.slice(place - depth, place)].reverse();
        const expected = ids
          .map((_, i) => depth + i)
          .sort((a, b) => {
            const [x, y] = [key(a), key(b)];
            const at = x.findIndex((symbol, i) => symbol !== y[i]);
            return at < 0 ? a - b : x[at]! - y[at]!;
          });
        expect([...sortByContext(text, ranges, { depth, V })]).deep.equal(expected);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('divides large groups again and again', () => {
    // half of the places share their last two symbols
    const text = createSymbols(3 + 40_000, 4);
    for (let i = 0; i < 40_000; i++) text[3 + i] = (i * i * 7) % 11 < 8 ? 1 : 2 + (i % 3);
    const order = sortByContext(text, [{ from: 3, to: text.length }], { depth: 3, V: 4 });
    for (let i = 1; i < order.length; i++) {
      const [a, b] = [order[i - 1]!, order[i]!];
      const [x, y] = [a, b].map((place) => text[place - 1]! * 100 + text[place - 2]! * 10 + text[place - 3]!);
      expect(x! < y! || (x === y && a < b)).equal(true);
    }
    expect(new Set(order).size).equal(40_000);
  });

  it('counts the symbols that two contexts share', () => {
    const text = Uint8Array.from([9, 1, 2, 3, 8, 1, 2, 3]);
    expect(commonLength(text, 4, 8, 4)).equal(3);
    expect(commonLength(text, 4, 8, 2)).equal(2);
    expect(commonLength(text, 4, 7, 4)).equal(0);
  });
});
