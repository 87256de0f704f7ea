import type { Ids } from '../../core/floats.js';
import { userError } from '../../core/errors.js';
import { readBytes, readText } from '../../material/text/read-text.js';
import type { Encoding } from '../../text/encodings.js';
import { encode, encodeKnown } from '../../text/tokens.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import type { SampleValues } from '../options/sample.js';
import { beginning } from '../../sample/draw-text.js';
import { longPrime, rejoin, type LongPrime } from './long-prime.js';

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

/**
 * The primes that --prime, --prime-file or --primes give; without them one that is empty, for which the model reads a
 * newline, where it knows one: a text begins as a line does. Throws text/unknown for a character unknown to the
 * model, unless --skip-unknown leaves it out.
 */
export async function readPrimes(
  values: SampleValues,
  vocabulary: Vocabulary,
  encoding: Encoding | undefined,
  signal: AbortSignal,
  held = HELD,
): Promise<Prime[]> {
  const read = { encoding: values.encoding ?? encoding, signal, held };
  if (values.primeFile !== undefined) return [await filePrime(values.primeFile, values, vocabulary, read)];
  const texts = values.primes === undefined ? values.prime : await linesOf(values.primes, read);
  return (texts.length > 0 ? texts : ['']).map((text) => textPrime(text, values, vocabulary));
}

interface ReadPrime {
  readonly encoding: Encoding | undefined;
  readonly signal: AbortSignal;
  /** HELD, except in tests. */
  readonly held: number;
}

function textPrime(text: string, { skipUnknown }: SampleValues, vocabulary: Vocabulary): Prime {
  if (text === '') return { text, ids: beginning(vocabulary), skipped: 0 };
  if (!skipUnknown) return { text, ids: encode(text, vocabulary), skipped: 0 };
  const { ids, unknown } = encodeKnown(text, vocabulary);
  return { text, ids, skipped: unknown };
}

/** A model of bytes reads the bytes of a file unchanged, in any encoding. */
async function filePrime(
  file: string,
  values: SampleValues,
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
    if (next.done) return wholePrime(pieces, values, vocabulary);
    pieces.push(typeof next.value === 'string' ? next.value : next.value.slice());
  }
  // shown more than once, or as one field of JSON, it would have to be in memory
  const { json, interactive, beam, bestOf, count, hidePrime } = values;
  if (json || interactive || ((beam !== undefined || bestOf !== undefined || count > 1) && !hidePrime)) {
    await rest.return?.();
    throw tooLong(file, options.held);
  }
  const long = longPrime(rejoin(pieces, rest), vocabulary, values.skipUnknown);
  return { text: '', ids: new Int32Array(0), skipped: 0, long };
}

function wholePrime(
  pieces: readonly (string | Uint8Array)[],
  values: SampleValues,
  vocabulary: Vocabulary,
): Prime {
  if (vocabulary.tokens !== 'bytes') return textPrime(pieces.join(''), values, vocabulary);
  const bytes = Buffer.concat(pieces as readonly Uint8Array[]);
  return { text: bytes.toString('utf8'), ids: Int32Array.from(bytes), skipped: 0 };
}

function tooLong(file: string, limit: number) {
  const instead = 'use the last part of it, or pass --hide-prime, without --json or --interactive';
  return userError('text/too-long', { file, limit, instead });
}

/** --primes: one prime per line. */
async function linesOf(file: string, options: ReadPrime): Promise<readonly string[]> {
  let text = '';
  for await (const piece of readText([file], options)) {
    text += piece;
    if (text.length > options.held) throw tooLong(file, options.held);
  }
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}
