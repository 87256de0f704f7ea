import { expect } from 'chai';
import { corpusFromText } from '../../src/text/corpus.js';
import { sliceSource } from '../../src/text/id-source.js';
import { byteName, symbolName } from '../../src/text/symbol-name.js';
import { createVocabulary, symbolNames } from '../../src/text/vocabulary.js';

const chars = createVocabulary({ tokens: 'chars', symbols: ['a', 'é', '😀'] });
const bytes = createVocabulary({ tokens: 'bytes', symbols: [] });

describe('a vocabulary', () => {
  it('of characters has the id of each', () => {
    expect(chars.size).to.equal(3);
    expect(['a', 'é', '😀', 'b', '', 'constructor'].map(chars.idOf)).to.deep.equal([
      0,
      1,
      2,
      undefined,
      undefined,
      undefined,
    ]);
    expect(symbolNames(chars)).to.deep.equal(['a', 'é', '😀']);
  });

  it('of bytes has all 256, and no list of symbols', () => {
    expect(bytes.size).to.equal(256);
    expect(bytes.symbols).to.deep.equal([]);
    expect(symbolNames(bytes)).to.have.length(256);
    expect(symbolNames(bytes)[233]).to.equal('byte 233');
  });
});

describe('the name of a symbol', () => {
  it('is the character itself', () => {
    expect([0, 1, 2].map((id) => symbolName(id, chars))).to.deep.equal(['a', 'é', '😀']);
    expect(() => symbolName(3, chars)).to.throw(RangeError, 'no symbol has the id 3');
  });

  it('of a byte is its character where that is ASCII, and the number where not', () => {
    expect([0x61, 9, 10, 13, 0x20, 0x7e].map(byteName)).to.deep.equal(['a', '\t', '\n', '\r', ' ', '~']);
    expect([0, 0x1b, 0x7f, 0xe9].map((id) => symbolName(id, bytes))).to.deep.equal([
      '0x00',
      '0x1b',
      '0x7f',
      '0xe9',
    ]);
  });
});

describe('corpusFromText(text)', () => {
  const idsOf = ({ source }: ReturnType<typeof corpusFromText>) => {
    const ids = new Int32Array(source.length);
    source.read(0, ids);
    return [...ids];
  };

  it('numbers the characters that occur, by code point', () => {
    const corpus = corpusFromText('hello');
    expect(corpus.vocabulary.symbols).to.deep.equal(['e', 'h', 'l', 'o']);
    expect(idsOf(corpus)).to.deep.equal([1, 0, 2, 2, 3]);
  });

  it('replaces characters that are too rare by U+FFFD', () => {
    const corpus = corpusFromText('aabac', { minCount: 2 });
    expect(corpus.vocabulary.symbols).to.deep.equal(['a', '\ufffd']);
    expect(idsOf(corpus)).to.deep.equal([0, 0, 1, 0, 1]);
  });

  it('takes the bytes of UTF-8', () => {
    expect(idsOf(corpusFromText('é', { tokens: 'bytes' }))).to.deep.equal([0xc3, 0xa9]);
  });

  it('can be read from any place, and sliced', () => {
    const slice = sliceSource(corpusFromText('abcdef').source, 2, 5);
    const ids = new Int32Array(2);
    slice.read(1, ids);
    expect(slice.length).to.equal(3);
    expect([...ids]).to.deep.equal([3, 4]);
  });
});
