import { expect } from 'chai';
import fc from 'fast-check';
import { createSymbolCounter } from '../../src/text/count.js';
import { nameSymbol } from '../../src/text/code-points.js';
import { createDecoder, decode } from '../../src/text/decoder.js';
import { encode, encodeKnown } from '../../src/text/tokens.js';
import { createVocabulary } from '../../src/text/vocabulary.js';

function vocabularyOf(text: string, minCount = 1) {
  const counter = createSymbolCounter();
  counter.add(text);
  return createVocabulary(counter.vocabulary(minCount));
}

const bytes = createVocabulary({ tokens: 'bytes', symbols: [] });

describe('tokens', () => {
  it('decode(encode(text)) is the text, for chars and bytes', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const vocabulary = vocabularyOf(text);
        expect(decode(encode(text, vocabulary), vocabulary)).to.equal(text);
        expect(decode(encode(text, bytes), bytes)).to.equal(text);
      }),
    ));

  it('a character is a code point, not a UTF-16 unit', () => {
    const vocabulary = vocabularyOf('😀a😀');
    expect(vocabulary.symbols).to.deep.equal(['a', '😀']);
    expect([...encode('😀a😀', vocabulary)]).to.deep.equal([1, 0, 1]);
  });

  it('symbols are sorted by code point, not by UTF-16 unit', () => {
    expect(vocabularyOf('😀\uffeeba').symbols).to.deep.equal(['a', 'b', '\uffee', '😀']);
  });

  it('a byte is its own id', () => {
    expect([...encode('é', bytes)]).to.deep.equal([0xc3, 0xa9]);
  });

  it('characters rarer than the minimal count are one U+FFFD', () => {
    expect(vocabularyOf('aabbcd', 2).symbols).to.deep.equal(['a', 'b', '\ufffd']);
    expect(vocabularyOf('aabb', 2).symbols).to.deep.equal(['a', 'b']);
    expect(vocabularyOf('aab\ufffd', 2).symbols).to.deep.equal(['a', '\ufffd']);
  });

  it('an unknown character is named with its place', () => {
    expect(() => encode('a😀c', vocabularyOf('a😀'))).to.throw(
      "text/unknown: character = 'c' (U+0063), position = 3, size = 2",
    );
    expect(() => encode('a\u001b', vocabularyOf('ab'))).to.throw('character = U+001B, position = 2');
  });

  it('unknown characters can be left out and counted', () => {
    const { ids, unknown } = encodeKnown('axbx', vocabularyOf('ab'));
    expect([...ids]).to.deep.equal([0, 1]);
    expect(unknown).to.equal(2);
  });

  it('names a character without its glyph where that could disturb a terminal', () => {
    expect(['é', '春', '\u0301', '\u202e', ' ', '\u001b', '\ud800'].map(nameSymbol)).to.deep.equal([
      "'é' (U+00E9)",
      "'春' (U+6625)",
      'U+0301',
      'U+202E',
      'U+0020',
      'U+001B',
      'U+D800',
    ]);
  });
});

describe('decoder', () => {
  it('gives a character of several bytes with its last byte', () => {
    const decoder = createDecoder(bytes);
    expect([...new TextEncoder().encode('a😀é')].map((id) => decoder.write(id))).to.deep.equal([
      'a',
      '',
      '',
      '',
      '😀',
      '',
      'é',
    ]);
    expect(decoder.end()).to.equal('');
  });

  it('gives U+FFFD for bytes that are not UTF-8, and for what is cut off at the end', () => {
    const decoder = createDecoder(bytes);
    expect(decoder.write(0xff)).to.equal('\ufffd');
    expect(decoder.write(0xe6) + decoder.write(0x98)).to.equal('');
    expect(decoder.end()).to.equal('\ufffd');
  });

  it('keeps a byte-order mark, which is text when a model writes it', () => {
    expect(decode([0xef, 0xbb, 0xbf, 0x61], bytes)).to.equal('\ufeffa');
  });

  it('refuses ids that no symbol has', () => {
    expect(() => decode([2], vocabularyOf('ab'))).to.throw(RangeError);
  });
});
