import { expect } from 'chai';
import fc from 'fast-check';
import { charactersOf } from '../../src/text/utf8.js';

const read = (...bytes: number[]) => [...charactersOf(bytes).codes];

describe('charactersOf(bytes)', () => {
  it('reads UTF-8 as TextEncoder writes it, and knows the character of every byte', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const characters = [...text];
        const { codes, characterOf } = charactersOf(new TextEncoder().encode(text));
        expect([...codes]).to.deep.equal(characters.map((character) => character.codePointAt(0)));
        const owners = characters.flatMap((character, i) =>
          Array.from(new TextEncoder().encode(character), () => i),
        );
        expect([...characterOf]).to.deep.equal(owners);
      }),
    ));

  it('takes a byte of no well-formed character for the Latin-1 character of its number', () => {
    expect(read(0x61, 0xe9, 0x62)).to.deep.equal([0x61, 0xe9, 0x62]); // é in Latin-1
    expect(read(0x80, 0xff)).to.deep.equal([0x80, 0xff]);
  });

  for (const [what, bytes] of [
    ['overlong forms', [0xc0, 0xaf]],
    ['overlong forms of three bytes', [0xe0, 0x80, 0xaf]],
    ['surrogates', [0xed, 0xa0, 0x80]],
    ['code points above U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['characters cut off at the end', [0xf0, 0x9f, 0x98]],
  ] as const) {
    it(`reads ${what} byte by byte`, () => expect(read(...bytes)).to.deep.equal([...bytes]));
  }

  it('gives every byte to exactly one character, in order, for any bytes', () =>
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const { codes, characterOf } = charactersOf(bytes);
        expect(new Set(characterOf).size).to.equal(codes.length);
        expect([...characterOf]).to.deep.equal([...characterOf].sort((a, b) => a - b));
      }),
    ));
});
