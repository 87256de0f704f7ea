import { userError } from '../../core/errors.js';
import type { Ids } from '../../core/floats.js';
import type { Watch } from '../../core/watch.js';
import { readBytes, readText } from '../../material/text/read-text.js';
import { beginning } from '../../sample/draw-text.js';
import { createEncoder, encode, encodeKnown, unknownCharacter } from '../../text/tokens.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import type { PrimeFields } from './request.js';
import type { WritingModel } from './writing-model.js';

/** The longest prime, in characters or bytes of a file, that is kept in memory. */
const HELD = 2 ** 24;

/** Text that the model reads before it writes. */
export interface Prime {
  /** As it is shown. */
  readonly text: string;
  /** What the model reads. */
  readonly ids: Ids;
  /** Characters that were left out. */
  readonly skipped: number;
  /** In place of `text` and `ids`, which are empty, where it is too long for memory. */
  readonly long?: LongPrime;
}

/** A prime too long for memory: read by the model, and shown, a piece at a time. */
export interface LongPrime {
  pieces(): AsyncIterable<{ readonly text: string; readonly ids: Ids }>;
  /** Characters that were left out so far. */
  readonly skipped: number;
}

type Reading = Pick<WritingModel, 'vocabulary' | 'encoding'>;

/**
 * The primes that are asked for; without any, one that is empty, for which the model reads a newline, where it knows
 * one: a text begins as a line does. Throws text/unknown for a character that the model does not know, text/too-long.
 */
export async function readPrimes(
  fields: PrimeFields,
  { vocabulary, encoding: trained }: Reading,
  { signal }: Pick<Watch, 'signal'>,
  held = HELD,
): Promise<Prime[]> {
  const { prime = [], primeFile, primes, skipUnknown = false, encoding = trained } = fields;
  const read = { encoding, signal, held };
  if (primeFile !== undefined) return [await filePrime(primeFile, fields, vocabulary, read)];
  const texts = primes === undefined ? prime : await linesOf(primes, read);
  return (texts.length > 0 ? texts : ['']).map((text) => textPrime(text, vocabulary, skipUnknown));
}

interface ReadPrime {
  readonly encoding: PrimeFields['encoding'];
  readonly signal: AbortSignal;
  /** HELD, except in tests. */
  readonly held: number;
}

function textPrime(text: string, vocabulary: Vocabulary, skips: boolean): Prime {
  if (text === '') return { text, ids: beginning(vocabulary), skipped: 0 };
  if (!skips) return { text, ids: encode(text, vocabulary), skipped: 0 };
  const { ids, unknown } = encodeKnown(text, vocabulary);
  return { text, ids, skipped: unknown };
}

/** A model of bytes reads the bytes of a file unchanged, in any encoding. */
async function filePrime(
  file: string,
  { skipUnknown = false, wholePrime }: PrimeFields,
  vocabulary: Vocabulary,
  options: ReadPrime,
): Promise<Prime> {
  const isBytes = vocabulary.tokens === 'bytes';
  const source: AsyncIterable<string | Uint8Array> = isBytes
    ? readBytes([file], options)
    : readText([file], options);
  const rest = source[Symbol.asyncIterator]();
  const pieces: (string | Uint8Array)[] = [];
  for (let size = 0; size <= options.held; size += pieces.at(-1)!.length) {
    const next = await rest.next();
    if (next.done) {
      if (!isBytes) return textPrime(pieces.join(''), vocabulary, skipUnknown);
      const bytes = Buffer.concat(pieces as readonly Uint8Array[]);
      return { text: bytes.toString('utf8'), ids: Int32Array.from(bytes), skipped: 0 };
    }
    pieces.push(typeof next.value === 'string' ? next.value : next.value.slice());
  }
  if (wholePrime) {
    await rest.return?.();
    throw tooLong(file, options.held);
  }
  const long = longPrime(rejoin(pieces, rest), vocabulary, skipUnknown);
  return { text: '', ids: new Int32Array(0), skipped: 0, long };
}

function tooLong(file: string, limit: number) {
  const instead = 'use the last part of it, or pass --hide-prime, without --json or --interactive';
  return userError('text/too-long', { file, limit, instead });
}

/** One prime per line. */
async function linesOf(file: string, options: ReadPrime): Promise<readonly string[]> {
  let text = '';
  for await (const piece of readText([file], options)) {
    text += piece;
    if (text.length > options.held) throw tooLong(file, options.held);
  }
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** A text or bytes in pieces, as symbols of a vocabulary. Throws text/unknown unless it `skips`, as encode() does. */
function longPrime(
  pieces: AsyncIterable<string | Uint8Array>,
  vocabulary: Vocabulary,
  skips: boolean,
): LongPrime {
  const encoder = createEncoder(vocabulary);
  const decoder = new TextDecoder();
  let [skipped, before] = [0, 0];

  function encodePiece(text: string): { text: string; ids: Ids } {
    const ids = new Int32Array(text.length * (vocabulary.tokens === 'bytes' ? 3 : 1));
    const end = encoder.encode(text, ids, 0, (symbol, index) => {
      skipped++;
      if (skips) return;
      const position = before + [...text.slice(0, index)].length + 1;
      throw unknownCharacter(symbol, position, vocabulary);
    });
    if (!skips) before += [...text].length;
    return { text, ids: ids.subarray(0, end) };
  }

  return {
    get skipped() {
      return skipped;
    },
    async *pieces() {
      for await (const piece of pieces) {
        if (typeof piece === 'string') yield encodePiece(piece);
        else yield { text: decoder.decode(piece, { stream: true }), ids: Int32Array.from(piece) };
      }
    },
  };
}

/** The part of a source that was read already, then the rest; the source is closed with it. */
async function* rejoin<T>(read: readonly T[], rest: AsyncIterator<T>): AsyncGenerator<T, void, void> {
  try {
    yield* read;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
