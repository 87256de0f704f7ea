import { expect } from 'chai';
import { arraySource } from '../../src/text/id-source.js';
import { symbolsOf, textOf } from '../../src/text/read-symbols.js';
import { encode } from '../../src/text/tokens.js';
import { createVocabulary } from '../../src/text/vocabulary.js';

const chars = createVocabulary({ tokens: 'chars', symbols: ['a', 'é', '🙂'] });
const bytes = createVocabulary({ tokens: 'bytes', symbols: [] });

describe('reading symbols back', () => {
  it('gives the text, across blocks and characters of several bytes', () => {
    const text = 'aé🙂'.repeat(40000);
    for (const vocabulary of [chars, bytes]) {
      const source = arraySource(encode(text, vocabulary));
      expect([...textOf(source, vocabulary)].join('') === text).equal(true);
    }
  });

  it('gives characters one by one, or bytes as Latin-1', () => {
    expect([...symbolsOf(arraySource([2, 0, 1]), chars)]).deep.equal(['🙂', 'a', 'é']);
    expect([...symbolsOf(arraySource([0xc3, 0xa9]), bytes)]).deep.equal(['Ã', '©']);
  });
});
