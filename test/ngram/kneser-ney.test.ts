import { expect } from 'chai';
import fc from 'fast-check';
import { kneserNey } from '../../src/ngram/kneser-ney.js';
import { oracleProbability } from './oracle.js';

/** [n][i]: the probability of test[i] under n characters of context. */
function kneserNeyOf(alphabet: string, train: string, test: string, maxContext: number, before = '') {
  const ids = (text: string) => [...text].map((c) => alphabet.indexOf(c));
  const options = { symbols: alphabet.length, maxContext, before: ids(before) };
  return Array.from(kneserNey(ids(train), ids(test), options), ({ probabilities }) => [...probabilities]);
}

/** The same, over the symbols of both texts, those that only the test text has included. */
function probabilities(train: string, test: string, maxContext: number, before = ''): number[][] {
  return kneserNeyOf(alphabetOf(train + test + before), train, test, maxContext, before);
}

const alphabetOf = (text: string) => [...new Set(text)].join('');

describe('kneserNey', () => {
  it('gives the hand-computed probabilities of a small text', () => {
    // train: aabab. V = {a, b}; too small to estimate discounts, so D = ½, 1, 1½ throughout.
    // No context, raw counts a 3, b 2: λ = (1½ + 1)/5 = ½; P(a) = 1½/5 + ½·½ = .55, P(b) = 1/5 + ½·½ = .45.
    // Below longer contexts, continuation counts: a stands after ^, a, b: 3; b after a: 1. λ = (1½ + ½)/4 = ½;
    //   P(a) = 1½/4 + ½·½ = .625, P(b) = ½/4 + ½·½ = .375.
    // After a, raw: a 1, b 2: λ = (½ + 1)/3 = ½; P(a|a) = ½/3 + ½·.625 = .479166..., P(b|a) = 1/3 + ½·.375 = .520833...
    // After b, raw: a 1: λ = ½; P(a|b) = ½ + ½·.625 = .8125, P(b|b) = ½·.375 = .1875.
    // After ^, raw: a 1: the same as after b.
    const [none, one] = probabilities('aabab', 'abba', 1);
    [0.55, 0.45, 0.45, 0.55].forEach((p, i) => expect(none![i]).closeTo(p, 1e-15));
    [0.8125, 0.375 / 2 + 1 / 3, 0.1875, 0.8125].forEach((p, i) => expect(one![i]).closeTo(p, 1e-15));
  });

  it('agrees with the definition, counted by brute force, for every length of context', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(text, text, (train, test) => {
        probabilities(train, test, 4).forEach((level, n) => {
          for (let i = 0; i < test.length; i++) {
            const expected = oracleProbability(
              alphabetOf(train + test),
              train,
              test.slice(0, i),
              test[i]!,
              n,
            );
            expect(level[i]).closeTo(expected, 1e-12, `n ${n}, place ${i}`);
          }
        });
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('estimates the discounts where the text is large enough', () => {
    const train = skewedText(600);
    const test = skewedText(640).slice(600);
    probabilities(train, test, 3).forEach((level, n) => {
      for (let i = 0; i < test.length; i += 7) {
        const expected = oracleProbability(alphabetOf(train + test), train, test.slice(0, i), test[i]!, n);
        expect(level[i]).closeTo(expected, 1e-12, `n ${n}, place ${i}`);
      }
    });
  });

  it('sums to one over all symbols, after seen and unseen contexts', () => {
    const train = skewedText(500);
    const alphabet = [...new Set(train)];
    for (const context of ['', 'a', 'ab', 'hh', 'gfedcba']) {
      const sums = [0, 0, 0, 0, 0, 0];
      for (const symbol of alphabet) {
        probabilities(train, symbol, 5, context).forEach((level, n) => (sums[n]! += level[0]!));
      }
      sums.forEach((sum) => expect(sum).closeTo(1, 1e-12));
    }
  });

  it('gives the same to a text cut into pieces, each with its context', () => {
    const train = skewedText(400);
    const test = skewedText(460).slice(400);
    const whole = probabilities(train, test, 6);
    const pieces = [0, 20, 40].map((at) =>
      probabilities(train, test.slice(at, at + 20), 6, test.slice(0, at)),
    );
    for (let n = 0; n <= 6; n++) expect(pieces.flatMap((piece) => piece[n]!)).deep.equal(whole[n]);
  });

  it('gives unseen symbols a share, and backs off to the shorter context', () => {
    // V = {a, b, c}, train aabab: no context: P(c) = 2½/5 · ⅓; after c: the continuation probability, 1½/4 + ½·⅓
    const [none, one] = [...kneserNeyOf('abc', 'aabab', 'ca', 1)];
    expect(none![0]).closeTo(1 / 6, 1e-15);
    expect(one![1]).closeTo(1.5 / 4 + 1 / 6, 1e-15);
  });
});

/** A text of letters with frequencies about 1/2, 1/4, 1/8 ..., with some order in it. */
function skewedText(length: number): string {
  let state = 12345;
  let text = '';
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const letter = Math.clz32((state & 0x7fffffff) | 1) % 8;
    text += text.at(-1) === 'a' && state & 1 ? 'b' : 'abcdefgh'[letter]!;
  }
  return text;
}
