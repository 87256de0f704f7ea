import * as z from 'zod/mini';

import { userError } from '../core/errors.js';
import { quote } from '../core/quote.js';
import type { Tensor, VocabularyData } from '../core/snapshot.js';
import { faultOf } from '../ngram/check-table.js';
import type { CountLevel, CountTable } from '../ngram/count-table.js';
import type { Counts, Mixture } from '../ngram/mixture.js';
import { createSymbols, type Symbols } from '../ngram/sort-by-context.js';
import { concatBytes } from './bytes.js';
import { NO_DIGEST, hasValidDigest, sealDigest } from './checkpoint/digest.js';
import { firstIssue } from '../core/schema-messages.js';
import { parseHeader, type SafetensorsHeader } from './safetensors/header.js';
import { decodeSafetensors, safetensorsParts } from './safetensors/safetensors.js';
import { parseStrictJson } from './strict-json.js';

/**
 * The counts of a run are a safetensors file: the arrays of each level as bytes, `<level>.<array>` [n, bytes of a
 * number], and as metadata their format, the text they were counted in, and how they are mixed with the network.
 */
const FORMAT = 'char-rnn-counts';
const VERSION = '1';
/** Far above what a text needs (build-table.ts). */
const MAX_ORDER = 32;

/** The text that was counted: its symbols and its digest, by which a model finds the counts to be its own. */
export interface CountedIn {
  readonly vocabulary: VocabularyData;
  readonly digest: string;
}

const arrays = ['first', 'children', 'followers', 'follower', 'counts'] as const;

const numbers = z
  .tuple([z.number(), z.number()])
  .check(z.refine((pair) => pair.every((value) => Math.abs(value) <= 100), 'a number is not within ±100'));
const countsSchema = z.strictObject({
  symbols: z.int().check(z.gte(1), z.lte(65_536)),
  order: z.int().check(z.gte(0), z.lte(MAX_ORDER)),
  mixture: z.strictObject({ network: numbers, counts: numbers }),
});

/** The bytes of a file of counts, in one piece; see countsParts. */
export function encodeCounts(counts: Counts, of: CountedIn): Uint8Array {
  return concatBytes(countsParts(counts, of));
}

/** The bytes of a file of counts: its header, then the arrays of the table themselves, which are not copied. */
export function countsParts({ table, mixture }: Counts, { vocabulary, digest }: CountedIn): Uint8Array[] {
  const tensors = table.levels.flatMap((level, k) =>
    arrays.map((name): [string, Tensor] => [`${k}.${name}`, bytesOf(level[name])]),
  );
  // wide numbers first, so that each array can be viewed in place
  tensors.sort(([, a], [, b]) => b.shape[1]! - a.shape[1]!);
  const order = table.levels.length - 1;
  const parts = safetensorsParts(new Map(tensors), {
    sha256: NO_DIGEST,
    format: FORMAT,
    version: VERSION,
    text: digest,
    vocabulary: textOf(vocabulary),
    counts: JSON.stringify({ symbols: table.symbols, order, mixture }),
  });
  sealDigest(parts[0]!, parts.slice(1));
  return parts;
}

function bytesOf(values: Symbols | CountLevel['counts']): Tensor {
  const { buffer, byteOffset, byteLength, length, BYTES_PER_ELEMENT } = values;
  return { shape: [length, BYTES_PER_ELEMENT], data: new Uint8Array(buffer, byteOffset, byteLength) };
}

/**
 * The counts in a file, as views on `bytes`. Throws counts/... or safetensors/... naming `file` for anything that
 * encodeCounts did not write, and for the counts of another text than `of`.
 */
export function decodeCounts(bytes: Uint8Array, of: CountedIn, file: string): Counts {
  const header = parseHeader(bytes, bytes.length, file);
  const { symbols, order, mixture } = checkCountsHeader(header, of, file);
  if (!hasValidDigest(bytes)) throw userError('counts/digest', { file });
  const { tensors } = decodeSafetensors(bytes, file);
  const levels = Array.from({ length: order + 1 }, (_, k): CountLevel => {
    const read = (name: (typeof arrays)[number]) => tensors.get(`${k}.${name}`)!.data as Uint8Array;
    const symbolsOf = (name: (typeof arrays)[number]) => viewAs(createSymbols(0, symbols), read(name));
    return {
      first: symbolsOf('first'),
      children: symbolsOf('children'),
      followers: symbolsOf('followers'),
      follower: symbolsOf('follower'),
      counts: viewAs(k === order ? new Int32Array() : new Uint16Array(), read('counts')),
    };
  });
  const table: CountTable = { symbols, levels };
  const why = faultOf(table);
  if (why !== undefined) throw userError('counts/invalid', { file, why });
  return { table, mixture };
}

/** Checks all that a header says, before the arrays are read. */
export function checkCountsHeader(
  { metadata, entries }: SafetensorsHeader,
  { vocabulary, digest }: CountedIn,
  file: string,
): { symbols: number; order: number; mixture: Mixture } {
  if (metadata['format'] !== FORMAT) throw userError('counts/foreign', { file });
  if (metadata['version'] !== VERSION)
    throw userError('counts/version', { file, version: quote(metadata['version'] ?? '') });
  if (metadata['text'] !== digest || metadata['vocabulary'] !== textOf(vocabulary))
    throw userError('counts/other', { file });
  const { symbols, order, mixture } = readCountsField(metadata['counts'], file);
  const invalid = (why: string) => userError('counts/invalid', { file, why });
  if (symbols !== symbolsIn(vocabulary)) throw invalid('the vocabulary has another size');
  const widths = new Map<string, number>();
  for (let k = 0; k <= order; k++) for (const name of arrays) widths.set(`${k}.${name}`, widthOf(name, k));
  for (const { name, dtype, shape } of entries) {
    if (dtype !== 'U8' || shape.length !== 2 || shape[1] !== widths.get(name))
      throw invalid(`${quote(name)} is not such an array`);
  }
  if (entries.length !== widths.size) throw invalid('an array is missing');
  return { symbols, order, mixture };

  function widthOf(name: (typeof arrays)[number], k: number): number {
    if (name !== 'counts') return createSymbols(0, symbols).BYTES_PER_ELEMENT;
    return k === order ? 4 : 2;
  }
}

const textOf = ({ tokens, symbols }: VocabularyData): string => JSON.stringify({ tokens, symbols });

const symbolsIn = ({ tokens, symbols }: VocabularyData): number =>
  tokens === 'bytes' ? 256 : symbols.length;

function readCountsField(text: string | undefined, file: string): z.output<typeof countsSchema> {
  const invalid = (why: string, cause?: unknown) => userError('counts/invalid', { file, why }, cause);
  let json: unknown;
  try {
    json = parseStrictJson(text ?? '');
  } catch (error) {
    throw invalid(quote((error as Error).message), error);
  }
  const parsed = countsSchema.safeParse(json);
  if (!parsed.success) throw invalid(firstIssue(parsed.error));
  return parsed.data;
}

/** The numbers that `bytes` hold, in an array like `kind`; copied where they are not aligned for it. */
function viewAs<A extends Symbols | CountLevel['counts']>(kind: A, bytes: Uint8Array): A {
  const { constructor, BYTES_PER_ELEMENT: width } = kind;
  const { buffer, byteOffset, length } = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  const View = constructor as new (buffer: ArrayBufferLike, offset: number, length: number) => A;
  return new View(buffer, byteOffset, length / width);
}
