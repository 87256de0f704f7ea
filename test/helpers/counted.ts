import { buildTable } from '../../src/ngram/build-table.js';
import type { CountTable } from '../../src/ngram/count-table.js';
import { arraySource } from '../../src/text/id-source.js';

/** The counts of a text over an alphabet, for contexts of up to `order` characters. */
export function countsOf(alphabet: string, text: string, order: number): CountTable {
  const ids = [...text].map((c) => alphabet.indexOf(c));
  return buildTable(arraySource(ids), alphabet.length, { order, bytes: Infinity });
}
