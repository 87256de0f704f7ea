import { expect } from 'chai';
import * as fc from 'fast-check';
import { sanitize, sanitizeLine } from '../../src/report/sanitize.js';

describe('text for a terminal', () => {
  it('shows control characters as pictures instead of sending them', () => {
    expect(sanitize('a\u001b[31mred\u0007')).to.equal('a␛[31mred␇');
    expect(sanitize('\u007f\u009b1m')).to.equal('␡<U+009B>1m');
    expect(sanitize('one\r\ntwo\n\tthree')).to.equal('one␍\ntwo\n\tthree');
  });

  it('shows what would reorder or hide text', () => {
    expect(sanitize('\u202eevil\u2066')).to.equal('<U+202E>evil<U+2066>');
    expect(sanitize('\ud800x')).to.equal('<U+D800>x');
  });

  it('leaves ordinary text unchanged, in any script', () => {
    const text = 'Ποῦ στῶ; 日本語 👩‍👩‍👧 naïve “quotes” שלום\n';
    expect(sanitize(text)).to.equal(text);
  });

  it('keeps a message on one line', () => {
    expect(sanitizeLine('a\nb\tc')).to.equal('a␊b␉c');
  });

  it('lets no escape through, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // eslint-disable-next-line no-control-regex
        expect(sanitizeLine(text)).not.to.match(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });
});
