import { userError } from '../core/errors.js';
import { isSingleByte, type Encoding } from './encodings.js';
import { looksOtherThan, type Look } from './looks-like.js';

/** Numbers of first bytes that are looked at, the same however the bytes arrive; of a shorter text, all. */
const LOOKED_AT = [16, 256, 4096, 65536];

/** Characters of several bytes after which bytes that have all been UTF-8 are no other text. */
const ENOUGH = 4;

/**
 * Passes the bytes of a text on, and throws corpus/encoding where they look like another encoding than the given one:
 * as soon as that shows, at the latest at the end.
 */
export async function* checkEncoding(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  file: string,
): AsyncGenerator<Uint8Array> {
  const looks = isSingleByte(encoding) ? [watchBeginning(encoding), watchUtf8()] : [watchBeginning(encoding)];
  const refuse = (look: Look | undefined) => {
    if (look === undefined) return;
    throw userError('corpus/encoding', { file, encoding, looks: look.looks, instead: look.instead });
  };
  for await (const chunk of chunks) {
    for (const { see } of looks) refuse(see(chunk));
    yield chunk;
  }
  for (const { end } of looks) refuse(end());
}

interface Watch {
  see(bytes: Uint8Array): Look | undefined;
  end(): Look | undefined;
}

function watchBeginning(encoding: Encoding): Watch {
  let seen = new Uint8Array(LOOKED_AT.at(-1)!);
  let length = 0;
  let next = 0;
  return {
    see(bytes) {
      if (next === LOOKED_AT.length) return undefined;
      const some = bytes.subarray(0, seen.length - length);
      seen.set(some, length);
      length += some.length;
      for (; next < LOOKED_AT.length && LOOKED_AT[next]! <= length; next++) {
        const look = looksOtherThan(encoding, seen.subarray(0, LOOKED_AT[next]));
        if (look !== undefined) return look;
      }
      if (next === LOOKED_AT.length) seen = new Uint8Array(0);
      return undefined;
    },
    end: () => (next < LOOKED_AT.length ? looksOtherThan(encoding, seen.subarray(0, length)) : undefined),
  };
}

const IS_UTF8: Look = { looks: 'it is UTF-8', instead: 'pass --encoding utf8', encoding: 'utf8' };

/** Text of single bytes that is UTF-8 throughout: `é` would be read as `Ã©`. */
function watchUtf8(): Watch {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let characters = 0;
  let possible = true;
  const found = (enough: number) => (possible && characters >= enough ? IS_UTF8 : undefined);
  const decode = (bytes?: Uint8Array) => {
    try {
      if (possible) decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      possible = false;
    }
  };
  return {
    see(bytes) {
      if (!possible) return undefined;
      for (const byte of bytes) if (byte >= 0xc0) characters++;
      decode(bytes);
      return found(ENOUGH);
    },
    end() {
      decode();
      return found(1);
    },
  };
}
