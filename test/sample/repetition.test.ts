import { expect } from 'chai';
import fc from 'fast-check';
import { createRng } from '../../src/core/rng.js';
import { createChooser } from '../../src/sample/choice.js';
import { createHistory } from '../../src/sample/repetition.js';

/** Draws `length` symbols of V from fixed logits. */
function drawn(
  logits: readonly number[],
  length: number,
  choice: Parameters<typeof createHistory>[0],
): number[] {
  const options = { temperature: 1, ...choice };
  const choose = createChooser(logits.length, options);
  const history = createHistory(options);
  const rng = createRng(3);
  return Array.from({ length }, () => {
    const { id } = choose(logits, rng, history);
    history?.add(id);
    return id;
  });
}

const ngrams = (ids: readonly number[], n: number) =>
  ids.slice(n - 1).map((_, i) => ids.slice(i, i + n).join());

describe('no n-gram twice', () => {
  it('holds as long as there is another symbol to draw', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 3, max: 6 }), (n, V) => {
        // a sequence without repeated n-grams exists up to V^n + n - 1 symbols; half of it is never stuck here
        const ids = drawn(
          Array.from({ length: V }, () => 0),
          Math.floor(V ** n / 2),
          { noRepeatNgram: n },
        );
        const seen = ngrams(ids, n);
        const repeated = seen.filter((gram, i) => seen.indexOf(gram) < i);
        for (const gram of repeated) {
          // only where every continuation was used up
          const head = gram.split(',').slice(0, -1).join();
          const before = seen.slice(0, seen.lastIndexOf(gram));
          expect(new Set(before.filter((other) => other.startsWith(`${head},`))).size).to.equal(V);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('takes the likeliest of the others at temperature 0', () => {
    // of 0 and 1, 0 is likelier: 0 0, then 0 0 0 would repeat "0 0"
    const choice = { temperature: 0, noRepeatNgram: 2 };
    const choose = createChooser(2, choice);
    const history = createHistory(choice)!;
    const ids = Array.from({ length: 5 }, () => {
      const { id } = choose([1, 0], createRng(1), history);
      history.add(id);
      return id;
    });
    expect(ids).to.deep.equal([0, 0, 1, 0, 0]); // 0 1, then 1 0 are new; after 1 0 both 0 0 and 0 1 are used
  });

  it('forbids every symbol that occurred where n is 1', () => {
    const ids = drawn([0, 0, 0, 0, 0], 5, { noRepeatNgram: 1 });
    expect([...ids].sort()).to.deep.equal([0, 1, 2, 3, 4]);
  });
});

describe('a repetition penalty', () => {
  it('divides positive logits of symbols that occurred and multiplies others', () => {
    const history = createHistory({ repetitionPenalty: 2 })!;
    history.add(0);
    history.add(1);
    const logits = Float64Array.of(3, -1, 3, -1);
    history.apply(logits);
    expect([...logits]).to.deep.equal([1.5, -2, 3, -1]);
  });

  it('forgets what is more than 64 symbols ago', () => {
    const history = createHistory({ repetitionPenalty: 2 })!;
    history.add(0);
    for (let n = 0; n < 63; n++) history.add(1);
    const penalized = (id: number) => {
      const logits = Float64Array.of(4, 4);
      history.apply(logits);
      return logits[id] === 2;
    };
    expect(penalized(0)).to.equal(true);
    history.add(1);
    expect(penalized(0)).to.equal(false);
    expect(penalized(1)).to.equal(true);
  });
});

describe('symbols that are excluded', () => {
  it('are not drawn at any temperature, however likely', () => {
    for (const temperature of [0, 0.001, 1]) {
      const choose = createChooser(3, { temperature, exclude: [1] });
      for (let seed = 0; seed < 20; seed++)
        expect(choose([0, 900, 1], createRng(seed)).id, `temperature ${temperature}`).to.not.equal(1);
    }
  });
});
