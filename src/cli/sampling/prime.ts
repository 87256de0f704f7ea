import { readText } from '../../files/read-text.js';
import { encode, encodeKnown } from '../../text/tokens.js';
import type { Ids } from '../../core/floats.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import type { SampleValues } from '../options/sample.js';

/** The text that --prime or --prime-file gives; '' without them. */
export async function readPrime({ prime, primeFile }: SampleValues, signal: AbortSignal): Promise<string> {
  if (primeFile === undefined) return prime ?? '';
  let text = '';
  for await (const piece of readText([primeFile], { signal })) text += piece;
  return text;
}

/**
 * The ids of a prime, and what of it the model reads. Throws text/unknown for a character the model has never seen,
 * unless `skip` leaves it out.
 */
export function encodePrime(
  text: string,
  vocabulary: Vocabulary,
  skip: boolean,
): { ids: Ids; skipped: number } {
  if (!skip) return { ids: encode(text, vocabulary), skipped: 0 };
  const { ids, unknown } = encodeKnown(text, vocabulary);
  return { ids, skipped: unknown };
}
