import { expect } from 'chai';
import fc from 'fast-check';
import { createRng } from '../../src/core/rng.js';
import { bootstrap, bootstrapMean } from '../../src/eval/bootstrap.js';
import { accuracy, confusionOf, labelScores, macroF1 } from '../../src/eval/confusion.js';
import { editDistance } from '../../src/core/edit-distance.js';
import { countTaggedWords, wordF1 } from '../../src/eval/word-f1.js';

const codes = (text: string) => Array.from(text, (character) => character.codePointAt(0)!);

describe('the edit distance', () => {
  for (const [a, b, distance] of [
    ['kitten', 'sitting', 3],
    ['saturday', 'sunday', 3],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['abc', 'abc', 0],
    ['ab', 'ba', 2],
    ['flaw', 'lawn', 2],
  ] as const) {
    it(`of ${JSON.stringify(a)} and ${JSON.stringify(b)} is ${distance}`, () => {
      expect(editDistance(codes(a), codes(b))).to.equal(distance);
    });
  }

  for (const [a, b, distance] of [
    ['ab', 'ba', 1],
    ['abcd', 'badc', 2],
    ['ca', 'abc', 3],
    ['hiden', 'hidden', 1],
  ] as const) {
    it(`of ${a} and ${b} is ${distance} where a swap of neighbors is one edit`, () => {
      expect(editDistance(a, b, { swaps: true })).to.equal(distance);
    });
  }

  it('is what the recursive definition gives', () => {
    const slow = (a: readonly number[], b: readonly number[]): number =>
      a.length === 0 || b.length === 0
        ? a.length + b.length
        : Math.min(
            slow(a.slice(1), b) + 1,
            slow(a, b.slice(1)) + 1,
            slow(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1),
          );
    const short = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 5 });
    fc.assert(fc.property(short, short, (a, b) => editDistance(a, b) === slow(a, b)));
  });
});

describe('the confusion of labels', () => {
  // truth a a a b b c, predicted a b a b b a
  const confusion = confusionOf([0, 0, 0, 1, 1, 2], [0, 1, 0, 1, 1, 0], 4);

  it('counts truth by prediction', () => {
    expect([...confusion.counts]).to.deep.equal([2, 1, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(accuracy(confusion)).to.equal(4 / 6);
  });

  it('gives precision, recall and F1 of a label', () => {
    const [a, b, c, d] = labelScores(confusion);
    expect(a).to.deep.equal({ rows: 3, predicted: 3, precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 });
    expect(b).to.deep.equal({ rows: 2, predicted: 3, precision: 2 / 3, recall: 1, f1: 0.8 });
    expect(c).to.deep.equal({ rows: 1, predicted: 0, precision: null, recall: 0, f1: 0 });
    expect(d).to.deep.equal({ rows: 0, predicted: 0, precision: null, recall: null, f1: null });
  });

  it('has the macro F1 of the labels that occur', () => {
    expect(macroF1(confusion)).to.be.closeTo((2 / 3 + 0.8 + 0) / 3, 1e-12);
  });
});

describe('the F1 of tagged words', () => {
  const blanks = (text: string) => Array.from(text, (character) => character === ' ');
  const tags = (text: string) => Array.from(text, (character) => Number(character !== '-'));
  const count = (text: string, truth: string, predicted: string) =>
    countTaggedWords(blanks(text), tags(truth), tags(predicted), 0);

  it('counts a word with a tag as right when all its tags are', () => {
    //                        he said  USA, Bob
    expect(count('the usa and bob', '----UUU-----U--', '----UUU-----U--')).to.deep.equal({
      truth: 2,
      predicted: 2,
      right: 2,
    });
    expect(count('the usa and bob', '----UUU-----U--', 'U---UU----------')).to.deep.equal({
      truth: 2,
      predicted: 2,
      right: 0,
    });
  });

  it('is 2·right / (truth + predicted) over all rows', () => {
    const rows = [count('a b c', 'U-U--', 'U----'), count('d', '-', 'U')];
    // found: one of two; said: two, of which one is right
    expect(wordF1(rows)).to.equal((2 * 1) / (2 + 2));
    expect(wordF1([count('a', '-', '-')])).to.equal(1);
  });
});

describe('the bootstrap by rows', () => {
  it('is as wide as the binomial interval of an accuracy', () => {
    // 1,000 rows, 70 % right: ± 1.96·√(.7·.3/1000) = ± .0284
    const hits = Array.from({ length: 1000 }, (_, i) => Number(i % 10 < 7));
    const { low, high } = bootstrapMean(hits, null, createRng(1))!;
    expect(high - low).to.be.closeTo(0.0568, 0.006);
    expect((high + low) / 2).to.be.closeTo(0.7, 0.005);
  });

  it('weighs rows by what is counted in them', () => {
    const { low, high } = bootstrapMean([0, 100], [1, 100], createRng(1))!;
    expect([low, high]).to.deep.equal([0, 1]);
  });

  it('draws as many rows as there are, for any statistic', () => {
    const sizes = new Set<number>();
    const seen = new Set<number>();
    bootstrap(
      7,
      (drawn) => {
        sizes.add(drawn.length);
        drawn.forEach((row) => seen.add(row));
        return 0;
      },
      createRng(2),
    );
    expect([[...sizes], [...seen].sort()]).to.deep.equal([[7], [0, 1, 2, 3, 4, 5, 6]]);
    expect(bootstrap(1, () => 0, createRng(1))).to.equal(null);
  });
});
