import { expect } from 'chai';
import { symbolsOf } from '../../src/page/symbols.js';

describe('symbolsOf', () => {
  it('has a symbol for each code point', () => {
    expect(symbolsOf({ characters: 'a\n🐋é', inBytes: false })).to.deep.equal(['a', '\n', '🐋', 'é']);
  });

  it('names the bytes that the characters of a model of bytes stand for', () => {
    expect(symbolsOf({ characters: 'a\n\u00c3\u00a9', inBytes: true })).to.deep.equal([
      'a',
      '\n',
      '0xc3',
      '0xa9',
    ]);
  });
});
