import { expect } from 'chai';
import fc from 'fast-check';
import { arraySource } from '../../src/text/id-source.js';
import { findLines } from '../../src/text/line-index.js';

const NEWLINE = 0;
const find = (ids: readonly number[], maxLength = 1000) =>
  findLines(arraySource(ids), NEWLINE, { maxLength, check() {} });

describe('the lines of a text', () => {
  it('are what lies between newlines, those that are empty aside', () => {
    const lines = find([1, 2, 0, 0, 3, 0]);
    expect([lines.count, lines.omitted]).to.deep.equal([2, 0]);
    expect([...lines.read(0)]).to.deep.equal([1, 2]);
    expect([...lines.read(1)]).to.deep.equal([3]);
  });

  it('include a last one without a newline, and leave out those that are too long', () => {
    const lines = find([1, 0, 1, 1, 1, 0, 2, 2], 2);
    expect([lines.count, lines.omitted]).to.deep.equal([2, 1]);
    expect([...lines.read(1)]).to.deep.equal([2, 2]);
  });

  it('end where a file ends', () => {
    const ids = [1, 2, 1, 0, 3, 3, 0, 0, 4];
    const lines = findLines(arraySource(ids), NEWLINE, { maxLength: 9, ends: [2, 2, 5, 9], check() {} });
    const read = Array.from({ length: lines.count }, (_, line) => [...lines.read(line)]);
    expect(read).to.deep.equal([[1, 2], [1], [3], [3], [4]]);
    expect(lines.upTo).to.deep.equal([1, 1, 3, 5]);
  });

  it('joined by newlines are the text without its empty lines, across any number of blocks', () => {
    const texts = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 300 });
    const repeats = fc.constantFrom(1, 1000);
    fc.assert(
      fc.property(texts, repeats, (part, times) => {
        const ids = Array.from({ length: times }, () => part).flat();
        const lines = find(ids, Infinity);
        const joined = Array.from({ length: lines.count }, (_, line) => [...lines.read(line)].join(''));
        expect(joined).to.deep.equal(
          ids
            .join('')
            .split('0')
            .filter((line) => line !== ''),
        );
        joined.forEach((line, i) => expect(lines.lengthOf(i)).to.equal(line.length));
      }),
      { numRuns: 25 },
    );
  });
});
