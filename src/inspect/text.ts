import type { Vocabulary } from '../text/vocabulary.js';

/**
 * The text that is looked at: one position per symbol. For models of bytes a character may take several positions;
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
}

/** A value for each position from one for each character. */
export function spread({ ids, characterOf }: InspectedText, values: Float32Array): Float32Array {
  if (characterOf === undefined) return values;
  return Float32Array.from(ids, (_, i) => values[characterOf[i]!]!);
}

/** The code point a position belongs to. */
export function codeAt({ codes, characterOf }: InspectedText, position: number): number {
  return codes[characterOf === undefined ? position : characterOf[position]!]!;
}

/** Collects a text, up to `limit` characters of it; symbols the vocabulary lacks are left out and counted. */
export async function gatherText(
  name: string,
  chunks: AsyncIterable<string> | Iterable<string>,
  vocabulary: Vocabulary,
  limit: number,
): Promise<{ text: InspectedText; skipped: number }> {
  const ids: number[] = [];
  const codes: number[] = [];
  const owners: number[] = [];
  const encoder = new TextEncoder();
  let skipped = 0;
  reading: for await (const chunk of chunks) {
    for (const symbol of chunk) {
      if (codes.length === limit) break reading;
      const known = vocabulary.tokens === 'bytes' ? encoder.encode(symbol) : idsOf(symbol, vocabulary);
      if (known.length === 0) skipped++;
      else codes.push(symbol.codePointAt(0)!);
      for (const id of known) {
        ids.push(id);
        owners.push(codes.length - 1);
      }
    }
  }
  const text = { name, ids: Int32Array.from(ids), codes: Int32Array.from(codes) };
  if (vocabulary.tokens === 'chars') return { text, skipped };
  return { text: { ...text, characterOf: Int32Array.from(owners) }, skipped };
}

/** Rare characters became U+FFFD in training, where --min-count asked for it. */
function idsOf(symbol: string, vocabulary: Vocabulary): readonly number[] {
  const id = vocabulary.idOf(symbol) ?? vocabulary.idOf('\ufffd');
  return id === undefined ? [] : [id];
}

/** The first `positions` of a text. */
export function beginningOf(text: InspectedText, positions: number): InspectedText {
  const ids = text.ids.subarray(0, positions);
  if (text.characterOf === undefined) return { ...text, ids, codes: text.codes.subarray(0, positions) };
  const characterOf = text.characterOf.subarray(0, positions);
  return { ...text, ids, characterOf, codes: text.codes.subarray(0, (characterOf.at(-1) ?? -1) + 1) };
}
