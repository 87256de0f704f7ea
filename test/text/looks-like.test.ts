import { expect } from 'chai';
import fc from 'fast-check';
import { looksOtherThan } from '../../src/text/looks-like.js';
import { encodings, type Encoding } from '../../src/text/encodings.js';

const ENGLISH = 'Call me Ishmael. Some years ago, never mind how long.\n';
const FRENCH = 'Où êtes-vous, mon ami ? Là, à côté de la forêt.\n';
const GERMAN = 'Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.\n';
const RUSSIAN = 'Мой дядя самых честных правил, когда не в шутку занемог.\n';
const CHINESE = '春眠不覺曉，處處聞啼鳥。夜來風雨聲，花落知多少。一二三四五六七。\n';
const JAPANESE = '国境の長いトンネルを抜けると雪国であった。夜の底が白くなった。\n';
const ARABIC = 'كان يا ما كان في قديم الزمان وسالف العصر والأوان\n';
const texts = { ENGLISH, FRENCH, GERMAN, RUSSIAN, CHINESE, JAPANESE, ARABIC };

/** `text` in an encoding that has all its characters. */
function inBytes(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf8') return new TextEncoder().encode(text);
  const bytes = new Uint8Array(
    Buffer.from(text, encoding === 'utf16le' ? 'utf16le' : encoding === 'utf16be' ? 'utf16le' : 'latin1'),
  );
  return encoding === 'utf16be' ? new Uint8Array(Buffer.from(bytes).swap16()) : bytes;
}

const fits = (text: string, encoding: Encoding) =>
  !/latin1|windows/.test(encoding) || !/[^\0-\xff]/.test(text);
const names = encodings as readonly Encoding[];

describe('what bytes look like', () => {
  for (const [name, text] of Object.entries(texts)) {
    for (const encoding of names.filter((encoding) => fits(text, encoding))) {
      it(`finds nothing wrong with ${name} in ${encoding}, however much of it is seen`, () => {
        const bytes = inBytes(text, encoding);
        for (let end = 0; end <= bytes.length; end++)
          expect(looksOtherThan(encoding, bytes.subarray(0, end)), `${end} bytes`).to.equal(undefined);
      });
    }

    for (const actual of ['utf16le', 'utf16be'] as const) {
      it(`names ${actual} for ${name} without a mark that is read in the other byte order`, () => {
        const other = actual === 'utf16le' ? 'utf16be' : 'utf16le';
        expect(looksOtherThan(other, inBytes(text.repeat(2), actual))?.encoding).to.equal(actual);
      });
    }
  }

  for (const actual of ['utf16le', 'utf16be'] as const) {
    for (const taken of ['utf8', 'latin1', 'windows-1252'] as const) {
      it(`names ${actual} where half of a text read as ${taken} is NUL`, () => {
        for (const text of [ENGLISH, FRENCH, GERMAN])
          expect(looksOtherThan(taken, inBytes(text, actual))?.encoding).to.equal(actual);
        expect(looksOtherThan(taken, inBytes('ab\ncd', actual))?.encoding).to.equal(actual);
      });
    }
    it(`names utf8 for texts without NUL read as ${actual}`, () => {
      for (const text of [ENGLISH, FRENCH, GERMAN])
        expect(looksOtherThan(actual, inBytes(text, 'utf8'))?.encoding).to.equal('utf8');
      expect(looksOtherThan(actual, inBytes(FRENCH, 'latin1'))?.encoding).to.equal('windows-1252');
    });
  }

  for (const taken of names) {
    for (const actual of ['utf8', 'utf16le', 'utf16be'] as const) {
      if (actual === taken) continue;
      it(`believes the byte-order mark of ${actual} where ${taken} is given`, () => {
        expect(looksOtherThan(taken, inBytes(`\ufeff${CHINESE}`, actual))).to.include({ encoding: actual });
      });
    }

    it(`names documents, archives and UTF-32 read as ${taken}`, () => {
      const look = (...head: number[]) =>
        looksOtherThan(taken, Uint8Array.from([...head, 10, 10, 10, 10]))?.looks;
      expect(look(0x50, 0x4b, 3, 4)).to.match(/zip archive.*docx/);
      expect(look(...Buffer.from('%PDF-1.7'))).to.include('PDF');
      expect(look(0xd0, 0xcf, 0x11, 0xe0)).to.include('.doc');
      expect(look(0x1f, 0x8b, 8)).to.include('gzip');
      expect(look(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0)).to.include('UTF-32');
      expect(look(0x89, 0x50, 0x4e, 0x47)).to.include('image');
    });
  }

  it('leaves NUL characters alone that separate the lines of a text', () => {
    for (const text of [
      'a\0b\0\0',
      'y\0n\0',
      'first.txt\0second.txt\0third.txt\0',
      '\0\0\0\0\0\0\0\0\0\0\0\0',
    ])
      expect(looksOtherThan('utf8', inBytes(text, 'utf8'))).to.equal(undefined);
  });

  it('never mistakes text of one script in UTF-16 for the other byte order', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(
          [0x20, 0x7e],
          [0xc0, 0x17f],
          [0x400, 0x45f],
          [0x5d0, 0x5ea],
          [0x3041, 0x3096],
          [0x4e01, 0x9fa5],
          [0xac00, 0xd7a3],
        ),
        fc.constantFrom('utf16le', 'utf16be'),
        fc.array(
          fc.tuple(
            fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 9 }),
            fc.constantFrom(' ', '\n', '. ', ', '),
          ),
          { minLength: 3 },
        ),
        ([low, high], encoding, words) => {
          const letter = (x: number) => String.fromCharCode(low! + Math.floor(x * (high! + 1 - low!)));
          const text = words.map(([letters, end]) => letters.map(letter).join('') + end).join('');
          expect(looksOtherThan(encoding as Encoding, inBytes(text, encoding as Encoding))).to.equal(
            undefined,
          );
        },
      ),
    ));
});
