import { expect } from 'chai';
import fc from 'fast-check';
import { quote } from '../../src/core/quote.js';

describe('quote(text)', () => {
  it('is the text in double quotes, those in it escaped', () => {
    expect(quote('decoder.weight')).to.equal('"decoder.weight"');
    expect(quote('say "x"\n')).to.equal('"say \\"x\\"\\n"');
  });

  it('writes what is not printable ASCII as escapes of UTF-16 units', () => {
    expect(quote('é\u001b[2J\u202e😀')).to.equal('"\\u00e9\\u001b[2J\\u202e\\ud83d\\ude00"');
  });

  it('cuts what is longer than 60 characters, and shows that', () => {
    expect(quote('n'.repeat(300))).to.equal(`"${'n'.repeat(60)}…"`);
  });

  it('is one line of printable characters, and JSON again, for any text', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(quote(text)).to.match(/^"[\x20-\x7e…]*"$/);
        if (text.length <= 60) expect(JSON.parse(quote(text))).to.equal(text);
      }),
    ));
});
