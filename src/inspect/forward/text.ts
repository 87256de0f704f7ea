import { readingOf, type InspectedTable, type TableReading } from './table.js';
import { symbolName } from '../../text/symbol-name.js';
import { charactersOf } from '../../text/utf8.js';
import type { Vocabulary } from '../../text/vocabulary.js';

/**
 * The inspected text: one position per symbol. For models of bytes a character may take several positions;
 * features are found on characters and spread to the bytes of each.
 */
export interface InspectedText {
  readonly name: string;
  /** A symbol id for each position. */
  readonly ids: Int32Array;
  /** A code point for each character. */
  readonly codes: Int32Array;
  /** For models of bytes: the character each position belongs to. */
  readonly characterOf?: Int32Array;
  /** Where the text is the rows of a table: how they are read. */
  readonly reading?: TableReading;
}

/** Where a text comes from: its name, and its pieces in order, bytes for a model of bytes. */
export interface TextSource {
  readonly name: string;
  readonly chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;
}

/**
 * A piece of a text: symbol ids, the code point of each (with bytes the byte), and how many characters were left out.
 */
export interface TextPiece {
  readonly ids: Int32Array;
  readonly codes: Int32Array;
  readonly skipped: number;
}

/** Reads at most `limit` symbols, a piece at a time. Characters that the vocabulary lacks are left out and counted. */
export async function* readPieces(
  { chunks }: TextSource,
  vocabulary: Vocabulary,
  limit: number,
): AsyncGenerator<TextPiece> {
  const encoder = new TextEncoder();
  let left = limit;
  for await (const chunk of chunks) {
    const inBytes = vocabulary.tokens === 'bytes';
    const bytes = typeof chunk !== 'string' ? chunk : inBytes ? encoder.encode(chunk) : undefined;
    const piece =
      bytes === undefined ? encodePiece(chunk as string, vocabulary, left) : bytePiece(bytes, left);
    yield piece;
    left -= piece.ids.length;
    if (left <= 0) return;
  }
}

function bytePiece(bytes: Uint8Array, limit: number): TextPiece {
  const ids = Int32Array.from(bytes.subarray(0, limit));
  return { ids, codes: ids, skipped: 0 };
}

/** Characters rarer than --min-count became U+FFFD in training; they keep their code points here. */
function encodePiece(chunk: string, vocabulary: Vocabulary, limit: number): TextPiece {
  const replacement = vocabulary.idOf('\ufffd');
  const ids = new Int32Array(Math.min(limit, chunk.length));
  const codes = new Int32Array(ids.length);
  let [n, skipped] = [0, 0];
  for (const symbol of chunk) {
    if (n === limit) break;
    const id = vocabulary.idOf(symbol) ?? replacement;
    if (id === undefined) skipped++;
    else [ids[n], codes[n++]] = [id, symbol.codePointAt(0)!];
  }
  return { ids: ids.subarray(0, n), codes: codes.subarray(0, n), skipped };
}

/** Collects at most `limit` symbols of a text. */
export async function gatherText(
  source: TextSource,
  vocabulary: Vocabulary,
  limit: number,
): Promise<{ text: InspectedText; skipped: number }> {
  const pieces: TextPiece[] = [];
  for await (const piece of readPieces(source, vocabulary, limit)) pieces.push(piece);
  const ids = concat(pieces.map((piece) => piece.ids));
  const skipped = pieces.reduce((sum, piece) => sum + piece.skipped, 0);
  const { name } = source;
  if (vocabulary.tokens === 'bytes') return { text: { name, ids, ...charactersOf(ids) }, skipped };
  return { text: { name, ids, codes: concat(pieces.map(({ codes }) => codes)) }, skipped };
}

/**
 * The rows of a table as a text. Where a text is written (generate, translate), the position of its first symbol shows
 * the line break before it, and every other one the symbol that has just been read.
 */
export function textOfTable(
  table: InspectedTable,
  of: 'answers' | 'symbols',
  { breaks = false } = {},
): InspectedText {
  const { name, data, rows } = table;
  const reading = readingOf(table, of, { breaks });
  const codes = new Int32Array(reading.places.length).fill(10);
  const isWritten = data.name === 'generate' || data.name === 'translate';
  const codesOf = (ids: Int32Array, symbols: readonly string[]) =>
    Int32Array.from(ids, (id) => symbols[id]!.codePointAt(0)!);
  rows.forEach(({ source, target }, row) => {
    const shown = isWritten ? [10, ...codesOf(target, data.target)] : codesOf(source, data.source);
    const [from, to] = [reading.firsts[row]!, reading.lastOf(row)];
    codes.set(shown.slice(shown.length - (to - from)), from);
  });
  return { name, ids: codes, codes, reading };
}

function concat(arrays: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

/** Values per position from values per character. */
export function spread({ ids, characterOf }: InspectedText, values: Float32Array): Float32Array {
  if (characterOf === undefined) return values;
  return Float32Array.from(ids, (_, i) => values[characterOf[i]!]!);
}

/** The code point a position belongs to. */
export function codeAt({ codes, characterOf }: InspectedText, position: number): number {
  return codes[characterOf === undefined ? position : characterOf[position]!]!;
}

/** The symbols at [from, to) as outputs write them, one per position. */
export function symbolsIn({ ids, codes, characterOf }: InspectedText, from = 0, to = ids.length): string[] {
  const bytes = characterOf !== undefined;
  return Array.from({ length: to - from }, (_, i) =>
    bytes
      ? symbolName(ids[from + i]!, { tokens: 'bytes', symbols: [] })
      : String.fromCodePoint(codes[from + i]!),
  );
}

/** The first `positions` of a text. */
export function beginningOf(text: InspectedText, positions: number): InspectedText {
  const ids = text.ids.subarray(0, positions);
  if (text.characterOf === undefined) return { ...text, ids, codes: text.codes.subarray(0, positions) };
  const characterOf = text.characterOf.subarray(0, positions);
  return { ...text, ids, characterOf, codes: text.codes.subarray(0, (characterOf.at(-1) ?? -1) + 1) };
}
