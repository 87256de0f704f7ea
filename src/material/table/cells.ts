import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import { CODE_POINTS, nameSymbol, REPLACEMENT } from '../../text/code-points.js';
import { MAX_SYMBOLS } from '../../disk/id-file.js';

/** How a cell becomes symbols: one per character, one per word (divided by blanks), or one for the whole cell. */
export type CellKind = 'chars' | 'words' | 'label';

/** Where a cell is, for messages. */
export interface Place {
  readonly file: string;
  readonly row: number;
  readonly column: string;
}

/** Most labels a column may have. */
const MAX_LABELS = 1000;

/**
 * Cells of one column to ids. Symbols are numbered as they appear, so that a table is read only once; `finish` maps
 * each number to its final id.
 */
export interface CellReader {
  /** Writes the ids of a cell to `ids` from `at` on, of which there is room for cell.length, and returns their end. */
  read(cell: string, ids: Uint16Array, at: number, place: Place): number;
  /** The symbols in the order of their final ids, and the final id of each number. */
  finish(minCount: number): FinishedCells;
}

export interface FinishedCells {
  readonly symbols: readonly string[];
  readonly idOf: Uint16Array;
  /** How often each symbol occurs; none where they are those of a model. */
  readonly counts: readonly number[];
  /** Symbols that were left out. */
  readonly skipped: number;
}

/** How many symbols a cell is. */
export function symbolsOf(cell: string, kind: CellKind): number {
  if (kind === 'label') return 1;
  return kind === 'words' ? wordsOf(cell).length : Array.from(cell).length;
}

/** The beginning of a cell: its first `most` symbols. */
export function firstSymbols(cell: string, kind: CellKind, most: number): string {
  if (kind === 'label' || cell.length <= most) return cell;
  return kind === 'words'
    ? wordsOf(cell).slice(0, most).join(' ')
    : Array.from(cell.slice(0, 2 * most))
        .slice(0, most)
        .join('');
}

/** Several texts as one source: each begins on a new line. */
export const joinTexts = (texts: readonly string[]): string => texts.join('\n');

function wordsOf(cell: string): string[] {
  return cell.match(/\S+/g) ?? [];
}

export interface CellOptions {
  /** The symbols of a model: others are an error, U+FFFD where that is one of them, or left out. */
  readonly known?: readonly string[] | undefined;
  readonly unknown?: 'error' | 'skip' | undefined;
}

export function createCellReader(kind: CellKind, options: CellOptions = {}): CellReader {
  const numbering = createNumbering(kind, options);
  if (kind === 'chars') return charReader(numbering);
  const divide = kind === 'label' ? (cell: string) => [cell] : wordsOf;
  return {
    finish: (minCount) => numbering.finish(minCount),
    read(cell, ids, at, place) {
      for (const symbol of divide(cell)) {
        const number = numbering.numberOf(symbol, place);
        if (number >= 0) ids[at++] = number;
      }
      return at;
    },
  };
}

/** Looks numbers up in a table over code points. */
function charReader(numbering: Numbering): CellReader {
  // table[code point] = number + 1; 0: not seen yet, or unknown
  const table = new Uint32Array(CODE_POINTS);
  return {
    finish: (minCount) => numbering.finish(minCount),
    read(cell, ids, at, place) {
      for (let i = 0; i < cell.length; i++) {
        const code = cell.codePointAt(i)!;
        if (code > 0xffff) i++;
        let number = table[code]! - 1;
        if (number >= 0) numbering.count(number);
        else {
          number = numbering.numberOf(String.fromCodePoint(code), place);
          if (number < 0) continue;
          table[code] = number + 1;
        }
        ids[at++] = number;
      }
      return at;
    },
  };
}

interface Numbering {
  /** The number of a symbol, counted; −1 to leave it out. */
  numberOf(symbol: string, place: Place): number;
  count(number: number): void;
  finish: CellReader['finish'];
}

function createNumbering(kind: CellKind, { known, unknown }: CellOptions): Numbering {
  return known === undefined ? openNumbering(kind) : closedNumbering(kind, known, unknown === 'skip');
}

/** Every symbol gets a number when it appears. */
function openNumbering(kind: CellKind): Numbering {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  const most = kind === 'label' ? MAX_LABELS : MAX_SYMBOLS;
  return {
    numberOf(symbol, { file, row, column }) {
      let number = numbers.get(symbol);
      if (number === undefined) {
        number = numbers.size;
        if (number === most) {
          const where = { file, row, column: quote(column), most };
          if (kind !== 'label') throw userError('table/many-symbols', where);
          throw userError('table/many-labels', { ...where, hint: hintOfLabels([...numbers.keys()]) });
        }
        numbers.set(symbol, number);
        counts.push(0);
      }
      counts[number]!++;
      return number;
    },
    count: (number) => void counts[number]!++,
    finish: (minCount) => sortSymbols([...numbers.keys()], counts, kind === 'label' ? 1 : minCount),
  };
}

/** What too many labels may be. */
function hintOfLabels(labels: readonly string[]): string {
  return labels.every((label) => Number.isFinite(Number(label)))
    ? 'they are numbers: divide them into a few classes, such as low, middle and high'
    : 'did you mean --task translate, which writes a text?';
}

/** By code point, so that the ids do not depend on the order of the rows; the rare ones are together one U+FFFD. */
function sortSymbols(met: readonly string[], counts: readonly number[], minCount: number) {
  const frequent = met.filter((_, number) => counts[number]! >= minCount);
  if (frequent.length < met.length && !frequent.includes(REPLACEMENT)) frequent.push(REPLACEMENT);
  const symbols = frequent.sort(byCodePoint);
  const ids = new Map(symbols.map((symbol, id) => [symbol, id]));
  const idOf = Uint16Array.from(met, (symbol) => ids.get(symbol) ?? ids.get(REPLACEMENT)!);
  const sums = symbols.map(() => 0);
  idOf.forEach((id, number) => (sums[id]! += counts[number]!));
  return { symbols, idOf, counts: sums, skipped: 0 };
}

function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** The numbers are the ids of a model. */
function closedNumbering(kind: CellKind, known: readonly string[], skips: boolean): Numbering {
  const ids = new Map(known.map((symbol, id) => [symbol, id]));
  const replacement = kind === 'label' ? undefined : ids.get(REPLACEMENT);
  let skipped = 0;
  return {
    numberOf(symbol, place) {
      const id = ids.get(symbol) ?? replacement;
      if (id !== undefined) return id;
      if (skips && kind !== 'label') {
        skipped += 1;
        return -1;
      }
      throw unknownSymbol(kind, symbol, known, place);
    },
    count() {},
    finish: () => ({ symbols: known, idOf: Uint16Array.from(known, (_, id) => id), counts: [], skipped }),
  };
}

const LABELS_LISTED = 20;

/** Labels for a message. */
export function listed(labels: readonly string[]): string {
  const more = labels.length > LABELS_LISTED ? `, and ${labels.length - LABELS_LISTED} more` : '';
  return labels.slice(0, LABELS_LISTED).map(quote).join(', ') + more;
}

function unknownSymbol(kind: CellKind, symbol: string, known: readonly string[], place: Place) {
  const where = { file: place.file, row: place.row, column: quote(place.column) };
  if (kind === 'label') {
    return userError('table/unknown-label', { ...where, label: quote(symbol), known: listed(known) });
  }
  const name = kind === 'chars' ? nameSymbol(symbol) : quote(symbol);
  return userError('table/unknown-symbol', { ...where, symbol: name, size: known.length });
}
