import { expect } from 'chai';
import fc from 'fast-check';
import { decodeMarked, encodeMarked, isMarked } from '../../src/text/marked-text.js';
import { encodings, type Encoding } from '../../src/text/encodings.js';
import { decodeStrictly } from '../../src/text/strict-decoder.js';

describe('text with bad bytes marked', () => {
  async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
  }
  async function join(texts: AsyncIterable<string>): Promise<string> {
    let text = '';
    for await (const piece of texts) text += piece;
    return text;
  }
  const marked = (bytes: Uint8Array, encoding: Encoding = 'utf8', size = 1000) =>
    join(decodeMarked(pieces(bytes, size), encoding));

  it('is the strict text where all bytes are good, in every encoding and however they are divided', async () => {
    const bytesIn: Record<Encoding, (text: string) => Uint8Array> = {
      utf8: (text) => Buffer.from(text),
      latin1: (text) =>
        Buffer.from(text, 'latin1').map((byte) => (byte >= 0x80 && byte < 0xa0 ? 0xe9 : byte)),
      'windows-1252': (text) =>
        Buffer.from(text, 'latin1').map((byte) => (byte >= 0x80 && byte < 0xa0 ? 0x80 : byte)),
      utf16le: (text) => Buffer.from(text, 'utf16le'),
      utf16be: (text) => Buffer.from(text, 'utf16le').swap16(),
    };
    const text = fc.string({ unit: 'grapheme' });
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.constantFrom(...encodings),
        fc.integer({ min: 1, max: 9 }),
        async (t, encoding, size) => {
          const bytes = bytesIn[encoding](t);
          const strict = await join(decodeStrictly(pieces(bytes, size), encoding, 'a'));
          expect(await marked(bytes, encoding, size)).equal(strict);
          expect(isMarked(strict)).equal(false);
        },
      ),
    );
  });

  it('becomes the same bytes again, and is the same however they are divided', async () => {
    // random bytes are rarely almost good
    const byte = fc.constantFrom(
      0x0a,
      0x41,
      0x80,
      0xbf,
      0xc0,
      0xc3,
      0xa9,
      0xe2,
      0x82,
      0xac,
      0xed,
      0xa0,
      0xf0,
      0x9f,
      0x98,
      0xf5,
      0xff,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(byte), fc.integer({ min: 1, max: 5 }), async (list, size) => {
        const bytes = Uint8Array.from(list);
        const text = await marked(bytes, 'utf8', size);
        expect(text).equal(await marked(bytes));
        expect([...encodeMarked(text)]).deep.equal(list);
        const isGood = await join(decodeStrictly(pieces(bytes, size), 'utf8', 'a')).then(
          () => true,
          () => false,
        );
        expect(isMarked(text)).equal(!isGood);
      }),
    );
  });

  it('drops a byte-order mark at the beginning', async () => {
    expect(await marked(Buffer.from('\ufeffa\ufeff'))).equal('a\ufeff');
  });

  it('marks half units and half pairs of UTF-16, and bytes that an encoding of single bytes does not have', async () => {
    for (const size of [1, 2, 100]) {
      const le = Uint8Array.of(0xff, 0xfe, 0x61, 0, 0, 0xdc, 0x62, 0, 0, 0xd8, 0x63, 0, 0x64);
      expect(await marked(le, 'utf16le', size)).equal('a\udc00\udcdcb\udc00\udcd8c\udc64');
      const be = Uint8Array.of(0, 0x61, 0xd8, 0, 0, 0x62);
      expect(await marked(be, 'utf16be', size)).equal('a\udcd8\udc00b');
      expect(await marked(Uint8Array.of(0xe9, 0x81, 0x80), 'windows-1252', size)).equal('é\udc81€');
      expect(await marked(Uint8Array.of(0xe9, 0x81), 'latin1', size)).equal('é\udc81');
    }
  });
});
