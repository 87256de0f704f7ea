import type { Ids } from '../core/floats.js';
import { userError, type UserError } from '../core/errors.js';
import { largest } from '../core/numbers.js';
import { CODE_UNITS, REPLACEMENT, nameSymbol } from './code-points.js';
import type { Vocabulary } from './vocabulary.js';

/** Text to ids. Chars: an id per Unicode code point. Bytes: an id per byte of its UTF-8. */
export interface Encoder {
  /**
   * Writes the ids of `text` to `ids` from `at` on (room for text.length of them, three times that for bytes) and
   * returns where they end. `unknown` is called for every character the vocabulary lacks, with its index in `text`;
   * it becomes U+FFFD where that is a symbol, and is left out where not.
   */
  encode(
    text: string,
    ids: Ids | Uint8Array | Uint16Array,
    at: number,
    unknown: (symbol: string, index: number) => void,
  ): number;
}

export function createEncoder(vocabulary: Vocabulary): Encoder {
  return vocabulary.tokens === 'bytes' ? byteEncoder() : charEncoder(vocabulary);
}

function byteEncoder(): Encoder {
  const utf8 = new TextEncoder();
  return {
    encode(text, ids, at) {
      const bytes = utf8.encode(text);
      ids.set(bytes, at);
      return at + bytes.length;
    },
  };
}

/** Looks ids up in a table over code points, since a text may have a billion characters. */
function charEncoder(vocabulary: Vocabulary): Encoder {
  // table[code point] = id + 1; 0: not a symbol
  const codes = vocabulary.symbols.map((symbol) => symbol.codePointAt(0)!);
  const last = largest(codes);
  const table = new Uint32Array(last + 1);
  codes.forEach((code, id) => (table[code] = id + 1));
  const replacement = table[REPLACEMENT.codePointAt(0)!] ?? 0;
  return {
    encode(text, ids, at, unknown) {
      for (let i = 0; i < text.length; i++) {
        const index = i;
        let code = text.charCodeAt(i);
        if (code >= 0xd800 && code < 0xdc00) {
          code = text.codePointAt(i)!;
          if (code >= CODE_UNITS) i++;
        }
        let entry = code <= last ? table[code]! : 0;
        if (entry === 0) {
          unknown(String.fromCodePoint(code), index);
          entry = replacement;
        }
        if (entry !== 0) ids[at++] = entry - 1;
      }
      return at;
    },
  };
}

/** The ids of `text`. Throws text/unknown, which names the first character the vocabulary lacks. */
export function encode(text: string, vocabulary: Vocabulary): Ids {
  return encodeAll(text, vocabulary, (symbol, index) => {
    const position = [...text.slice(0, index)].length + 1;
    throw unknownCharacter(symbol, position, vocabulary);
  });
}

/** Characters that are written for one another: on a keyboard, and in print. */
const SIMILAR = ["'’‘ʼ`´", '"“”„«»', '-–—−‐', ' \u00a0'];

/** The error text/unknown; where the vocabulary knows a similar character, it says so. */
export function unknownCharacter(symbol: string, position: number, vocabulary: Vocabulary): UserError {
  const group = SIMILAR.find((characters) => characters.includes(symbol)) ?? '';
  const known = [...group].find((other) => other !== symbol && vocabulary.idOf(other) !== undefined);
  const instead = known === undefined ? 'remove it' : `write ${nameSymbol(known)} for it`;
  const { size } = vocabulary;
  return userError('text/unknown', { character: nameSymbol(symbol), position, size, instead });
}

/** The ids of the characters of `text` that the vocabulary knows, and how many it does not. */
export function encodeKnown(text: string, vocabulary: Vocabulary): { ids: Ids; unknown: number } {
  let unknown = 0;
  const ids = encodeAll(text, vocabulary, () => unknown++);
  return { ids, unknown };
}

function encodeAll(text: string, vocabulary: Vocabulary, unknown: (symbol: string, index: number) => void) {
  const ids = new Int32Array(text.length * (vocabulary.tokens === 'bytes' ? 3 : 1));
  return ids.slice(0, createEncoder(vocabulary).encode(text, ids, 0, unknown));
}
