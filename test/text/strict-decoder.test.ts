import { expect } from 'chai';
import fc from 'fast-check';
import { UserError } from '../../src/core/errors.js';
import type { Encoding } from '../../src/text/encodings.js';
import { decodeStrictly } from '../../src/text/strict-decoder.js';
import { hardTexts } from '../material/text/hard-texts.js';

async function* divide(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function read(bytes: Uint8Array, encoding: Encoding, size: number): Promise<string> {
  let text = '';
  for await (const piece of decodeStrictly(divide(bytes, size), encoding, 'a.txt')) {
    expect(piece, 'a piece ends inside a surrogate pair').to.not.match(/\p{Surrogate}/u);
    text += piece;
  }
  return text;
}

const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('no error'),
    (error: unknown) => error as UserError,
  );

const chunkSizes = [1, 2, 3, 5, 7, 16, 1000, 4096, 65536];

describe('strict decoding', () => {
  for (const { name, encoding, bytes, text, badByte } of hardTexts) {
    const what = text === undefined ? `names byte ${badByte}` : 'reads the same text';
    it(`${what}, however the bytes are divided: ${name}`, async () => {
      for (const size of chunkSizes) {
        if (text !== undefined) {
          expect(await read(bytes, encoding, size)).to.equal(text);
          continue;
        }
        const error = await errorOf(read(bytes, encoding, size));
        expect(error).to.be.instanceOf(UserError);
        expect(error.code).to.equal('corpus/undecodable');
        expect(error.fields).to.include({ file: 'a.txt', encoding, offset: badByte });
      }
    });
  }

  it('gives back any text it is given', () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 9 }), async (text, size) => {
        const marked = `\ufeff${text}`;
        expect(await read(new TextEncoder().encode(marked), 'utf8', size)).to.equal(text);
        const utf16 = Buffer.from(marked, 'utf16le');
        expect(await read(new Uint8Array(utf16), 'utf16le', size)).to.equal(text);
        expect(await read(new Uint8Array(utf16.swap16()), 'utf16be', size)).to.equal(text);
      }),
    ));

  it('reads windows-1252 as ICU does, except the five bytes to which it assigns nothing', async () => {
    // with `stream`: without it, Node 20 reads Latin-1
    const icu = new TextDecoder('windows-1252');
    for (let byte = 0; byte < 256; byte++) {
      const bytes = Uint8Array.of(byte);
      if ([0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)) await errorOf(read(bytes, 'windows-1252', 1));
      else expect(await read(bytes, 'windows-1252', 1)).to.equal(icu.decode(bytes, { stream: true }));
    }
  });

  it('finds the byte that a decoder of whole files stops at, in any bytes', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 12 }), async (bytes) => {
        const valid = firstBad(bytes);
        const result = await read(bytes, 'utf8', 3).catch((error: UserError) => error.fields['offset']);
        if (valid < 0) expect(result).to.equal(new TextDecoder().decode(bytes));
        else expect(result).to.equal(valid);
      }),
      { numRuns: 1000 },
    ));
});

/** By the table of well-formed sequences of the Unicode standard (3-7), as one regular expression. */
function firstBad(bytes: Uint8Array): number {
  const wellFormed =
    /^(?:[\0-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})*/;
  const length = wellFormed.exec(Buffer.from(bytes).toString('latin1'))![0].length;
  return length === bytes.length ? -1 : length;
}
