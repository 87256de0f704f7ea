import { expect } from 'chai';
import fc from 'fast-check';
import { bits, codePoint, count, many, percent, score, signed, wrap } from '../../src/core/format.js';

describe('numbers as outputs write them', () => {
  it('count: whole numbers in groups of three, whatever the locale', () => {
    expect([0, 999, 1000, 1_215_236.4].map(count)).to.deep.equal(['0', '999', '1,000', '1,215,236']);
  });

  it('percent: one decimal', () => {
    expect([0, 0.0512, 0.9996, 1].map(percent)).to.deep.equal(['0.0 %', '5.1 %', '100.0 %', '100.0 %']);
  });

  it('signed: a plus, or a true minus', () => {
    expect([0.12, -0.0034, 0].map((value) => signed(value, 3))).to.deep.equal(['+0.120', '−0.003', '+0.000']);
  });

  it('bits: nats divided by ln 2', () => {
    expect(bits(Math.LN2, 4)).to.equal('1.0000');
    expect(bits(1, 3)).to.equal('1.443');
  });

  it('score: three decimals without the zero in front, two from one on', () => {
    const scores = [0.9731, -0.12, 0.9996, 1, -1, 0, NaN];
    expect(scores.map(score)).to.deep.equal(['.973', '-.120', '1.00', '1.00', '-1.00', '.000', '-']);
  });

  it('many: one step, two steps', () => {
    expect([0, 1, 2, 1500].map((n) => many(n, 'step'))).to.deep.equal([
      '0 steps',
      '1 step',
      '2 steps',
      '1,500 steps',
    ]);
  });

  it('codePoint: at least four digits', () => {
    expect([0, 0xe9, 0x1f600].map(codePoint)).to.deep.equal(['U+0000', 'U+00E9', 'U+1F600']);
  });
});

describe('wrap(text, width, indent)', () => {
  it('breaks at blanks, and indents all lines but the first', () => {
    expect(wrap('the quick brown fox jumps', 11, '  ')).to.deep.equal([
      'the quick',
      '  brown fox',
      '  jumps',
    ]);
  });

  it('keeps every word, and exceeds the width only for a word that is longer', () =>
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom('', '  '),
        (words, width, indent) => {
          const lines = wrap(words.join(' '), width, indent);
          expect(lines.flatMap((line) => line.trim().split(' '))).to.deep.equal(words);
          for (const line of lines) expect(line.length <= width || !line.trim().includes(' ')).to.equal(true);
        },
      ),
    ));
});
