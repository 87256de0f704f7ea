import type { Ids } from '../../core/floats.js';
import { userError } from '../../core/errors.js';
import { readBytes, readText } from '../../files/read-text.js';
import type { Encoding } from '../../files/strict-decoder.js';
import { encode, encodeKnown } from '../../text/tokens.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import type { SampleValues } from '../options/sample.js';

/** Characters of a prime: it is held whole, to be shown and read. */
const LONGEST = 2 ** 28;

/** Text that the model reads before it writes. */
export interface Prime {
  /** As it is shown. */
  readonly text: string;
  /** What the model reads. */
  readonly ids: Ids;
  /** Characters that were left out. */
  readonly skipped: number;
}

/**
 * The primes that --prime, --prime-file or --primes give; without them one that is empty, for which the model reads a
 * newline, where it knows one: a text begins as a line does. Throws text/unknown for a character the model has never seen,
 * unless --skip-unknown leaves it out.
 */
export async function readPrimes(
  values: SampleValues,
  vocabulary: Vocabulary,
  encoding: Encoding | undefined,
  signal: AbortSignal,
): Promise<Prime[]> {
  if (vocabulary.tokens === 'bytes' && values.primeFile !== undefined) {
    return [await bytesPrime(values.primeFile, signal)];
  }
  const texts = await primeTexts(values, { encoding: values.encoding ?? encoding, signal });
  return texts.map((text) => {
    if (text === '') return { text, ids: beginning(vocabulary), skipped: 0 };
    if (!values.skipUnknown) return { text, ids: encode(text, vocabulary), skipped: 0 };
    const { ids, unknown } = encodeKnown(text, vocabulary);
    return { text, ids, skipped: unknown };
  });
}

/** A model of bytes reads the bytes of a file as they are, in whatever encoding. */
async function bytesPrime(file: string, signal: AbortSignal): Promise<Prime> {
  const pieces: Uint8Array[] = [];
  for await (const piece of readBytes([file], { signal })) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  return { text: bytes.toString('utf8'), ids: Int32Array.from(bytes), skipped: 0 };
}

async function primeTexts(
  { prime, primeFile, primes }: SampleValues,
  options: { encoding: Encoding | undefined; signal: AbortSignal },
): Promise<readonly string[]> {
  const file = primeFile ?? primes;
  if (file === undefined) return prime.length > 0 ? prime : [''];
  let text = '';
  for await (const piece of readText([file], options)) {
    text += piece;
    if (text.length > LONGEST) throw userError('text/too-long', { file, limit: LONGEST });
  }
  return primes === undefined ? [text] : text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** What a model reads before a text without a prime. */
export function beginning(vocabulary: Vocabulary): Ids {
  const newline = vocabulary.tokens === 'bytes' ? 10 : vocabulary.idOf('\n');
  return newline === undefined ? new Int32Array(0) : Int32Array.of(newline);
}
