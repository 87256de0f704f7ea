import { expect } from 'chai';
import { createRng } from '../../src/core/rng.js';
import { classifyMetrics, shareByLength, tagMetrics, translateMetrics } from '../../src/eval/task-metrics.js';

const codes = (text: string) => Array.from(text, (character) => character.codePointAt(0)!);
const rng = () => createRng(1);

describe('the metrics of', () => {
  it('classify: accuracy and macro F1, with intervals around them', () => {
    // truth a a a b, predicted a a b b: F1 of a 4/5, of b 2/3
    const rows = [
      { truth: 0, predicted: 0 },
      { truth: 0, predicted: 0 },
      { truth: 0, predicted: 1 },
      { truth: 1, predicted: 1 },
    ];
    const { accuracy, macroF1 } = classifyMetrics(rows, 2, rng());
    expect(accuracy!.value).to.equal(0.75);
    expect(macroF1!.value).to.be.closeTo((4 / 5 + 2 / 3) / 2, 1e-12);
    for (const { value, interval } of [accuracy!, macroF1!]) {
      expect(interval!.low).to.be.at.most(value);
      expect(interval!.high).to.be.at.least(value);
    }
  });

  it('tag: accuracy over all symbols, and the F1 of words with a tag', () => {
    const rows = [
      { truth: [1, 0, 0, 0], predicted: [1, 0, 0, 1], blanks: [false, false, true, false] },
      { truth: [0], predicted: [0], blanks: [false] },
    ];
    const { accuracy, wordF1 } = tagMetrics(rows, 2, rng());
    expect(accuracy!.value).to.equal(4 / 5);
    // one word has a tag, two are said to, one of them rightly
    expect(wordF1!.value).to.be.closeTo(2 / 3, 1e-12);
  });

  it('translate: any target counts, the nearest one for the error rate', () => {
    const rows = [
      { references: [codes('abc'), codes('xyz12')], predicted: codes('xyz12') },
      { references: [codes('abcd'), codes('z')], predicted: codes('abxd') },
    ];
    const { exactMatch, symbolErrorRate } = translateMetrics(rows, rng());
    expect(exactMatch!.value).to.equal(0.5);
    expect(symbolErrorRate!.value).to.equal((0 + 1) / (5 + 4));
  });
});

describe('a share by length', () => {
  it('has bins of about as many rows, and each length in one bin', () => {
    const rows = [1, 1, 1, 2, 3, 4, 5, 6].map((length) => ({ length, hit: length < 3 }));
    expect(shareByLength(rows, 4)).to.deep.equal([
      { from: 1, to: 1, rows: 3, share: 1 },
      { from: 2, to: 2, rows: 1, share: 1 },
      { from: 3, to: 4, rows: 2, share: 0 },
      { from: 5, to: 6, rows: 2, share: 0 },
    ]);
    expect(shareByLength([])).to.deep.equal([]);
  });
});
