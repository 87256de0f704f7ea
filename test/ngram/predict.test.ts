import { expect } from 'chai';
import fc from 'fast-check';
import { createPredictor } from '../../src/ngram/predict.js';
import { countsOf } from '../helpers/counted.js';
import { oracleProbability } from './oracle.js';

/** log P of every character of the alphabet after `context`, and log Λ. */
function predict(alphabet: string, train: string, context: string, order: number) {
  const predictor = createPredictor(countsOf(alphabet, train, order));
  const codes = [...context].slice(-order || Infinity).map((c) => alphabet.indexOf(c) + 1);
  const history = [...new Array<number>(order).fill(0), ...(order > 0 ? codes : [])].slice(
    -order || Infinity,
  );
  const logs = new Float64Array(alphabet.length);
  return { logShare: predictor.predict(history, 0, logs), logs };
}

describe('the predictor of a table of counts', () => {
  it('agrees with Kneser-Ney smoothing by its definition, for every symbol of the vocabulary', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(text, text, fc.nat(4), (train, context, order) => {
        // d is in no text
        const { logs } = predict('abc d', train, context, order);
        [...'abc d'].forEach((c, id) => {
          const expected = oracleProbability('abc d', train, context, c, order);
          expect(Math.exp(logs[id]!)).closeTo(expected, 1e-12, `P(${c})`);
        });
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('gives distributions', () => {
    const train = 'the cat sat on the mat, the rat ate the hat. '.repeat(3);
    const alphabet = [...new Set(train)].join('');
    for (const context of ['', 't', 'the ', 'zzz', 'at the cat']) {
      const { logs } = predict(alphabet, train, context, 5);
      expect(logs.reduce((sum, log) => sum + Math.exp(log), 0)).closeTo(1, 1e-12);
    }
  });

  it('says what share all levels together leave to the uniform distribution', () => {
    // kneser-ney.test.ts: λ = ½ for the empty context, for a, and for b
    expect(predict('ab', 'aabab', '', 0).logShare).closeTo(Math.log(0.5), 1e-15);
    expect(predict('ab', 'aabab', 'ba', 1).logShare).closeTo(Math.log(0.25), 1e-15);
    // an unseen context leaves what its longest seen end leaves: bb has no follower
    expect(predict('ab', 'aabab', 'bb', 2).logShare).closeTo(predict('ab', 'aabab', 'xb', 2).logShare, 1e-15);
  });

  it('gives the same after other questions', () => {
    const predictor = createPredictor(countsOf('ab', 'aabab', 2));
    const [first, again] = [new Float64Array(2), new Float64Array(2)];
    predictor.predict([1, 2], 0, first);
    predictor.predict([2, 2], 0, again);
    predictor.predict([0, 1, 2], 1, again);
    expect(again).deep.equal(first);
  });
});
