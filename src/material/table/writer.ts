import type { ReadOptions } from '../text/read-text.js';
import {
  createCellReader,
  firstSymbols,
  joinTexts,
  symbolsOf,
  type CellKind,
  type CellReader,
} from './cells.js';
import {
  checkAligned,
  checkLabels,
  checkRows,
  checkShape,
  createEmptyCells,
  isBlank,
  looksQuoted,
  readNumber,
  similarLabels,
} from './checks.js';
import type { Columns } from './columns.js';
import { checkName, checkNames } from './header.js';
import type { RowFormat } from './rows.js';
import { createTableStorage, type StoredRows } from './storage.js';

export interface TableOptions extends ReadOptions {
  /** Columns of the source; default the first. */
  readonly from?: readonly string[] | undefined;
  /** Column of the target; default the second. */
  readonly to?: string | undefined;
  readonly source: CellKind | 'numbers';
  readonly target: CellKind;
  /** Whether a target must have as many symbols as its source. */
  readonly aligned?: boolean | undefined;
  /** Default: what divides the first line. */
  readonly delimiter?: string | undefined;
  /** Whether the first row names the columns, which are numbered otherwise; default true. */
  readonly header?: boolean | undefined;
  /** Rows with more symbols in source or target are left out; default 1000. */
  readonly maxLength?: number | undefined;
  /** Whether they are cut instead, source and tags; default false. */
  readonly truncate?: boolean | undefined;
  /** Characters and words that occur less often become U+FFFD; default 1. */
  readonly minCount?: number | undefined;
  /** The symbols of a model, in place of the table's own. */
  readonly known?: { readonly source: readonly string[]; readonly target: readonly string[] } | undefined;
  /**
   * How symbols of a source that a model does not know are treated, where U+FFFD is not among its symbols; default
   * 'error'.
   */
  readonly unknown?: 'error' | 'skip' | undefined;
  /** Directory of the temporary files; default: that of the system. */
  readonly workDirectory?: string | undefined;
}

/** Rows with more symbols are left out unless another number is given. */
const MAX_LENGTH = 1000;

/** What is reported about a table. */
export interface TableSummary {
  readonly columns: Columns;
  /** Symbols in all rows together. */
  readonly characters: { readonly source: number; readonly target: number };
  /** Rows left out, or cut, because source or target have more symbols than `maxLength`. */
  readonly omitted: number;
  readonly cut: number;
  /** Symbols of sources that were left out, because the model does not know them. */
  readonly unknown: number;
  /** Labels that are the same but for blanks. */
  readonly similarLabels: readonly (readonly [string, string])[];
  /** Cells of a .tsv that look quoted, though that format has no quotes. */
  readonly quotedCells: number;
}

/** A table as it is stored. */
export interface TableParts extends TableSummary {
  readonly rows: StoredRows;
  readonly source: ReturnType<CellReader['finish']>;
  readonly target: ReturnType<CellReader['finish']>;
}

/** A file of a table: its first row, and which columns are read. */
interface TableFile extends RowFormat {
  readonly names: readonly string[];
  readonly hasHeader: boolean;
  readonly columns: Columns;
}

/** Takes the rows of a table, checks them, and writes them to temporary files. */
export interface TableWriter {
  /** Rows so far. */
  rows(): number;
  /** Begins a file. */
  begin(file: TableFile): void;
  /** Adds row number `row` of the file. */
  add(cells: readonly string[], row: number): void;
  finish(): TableParts;
  close(): void;
}

export function createTableWriter(directory: string, options: TableOptions): TableWriter {
  const { maxLength = MAX_LENGTH, truncate = false, known, aligned = false } = options;
  const hasNumbers = options.source === 'numbers';
  const pairs = createPairReader(options);
  const storage = createTableStorage(directory, { hasNumbers, maxLength });
  const empty = createEmptyCells();
  const characters = { source: 0, target: 0 };
  let table: TableFile;
  let [omitted, cut, quotedCells] = [0, 0, 0];

  /** A pair as it is stored; undefined where it is left out: then its symbols do not join the vocabulary. */
  function fit(pair: Pair, where: Where): Pair | undefined {
    if (Math.max(pair.source.length, pair.target.length) <= maxLength) return pair;
    const lengths = pairs.lengths(pair);
    if (aligned) checkAligned(lengths, table.columns, where);
    if (lengths.source <= maxLength && lengths.target <= maxLength) return pair;
    if (truncate) cut += 1;
    else omitted += 1;
    return truncate ? pairs.cut(pair, maxLength) : undefined;
  }

  function store(pair: Pair, where: Where, vector: Float64Array<ArrayBuffer> | null): void {
    const { buffer, at } = storage.reserve(pair.source.length + pair.target.length);
    const lengths = pairs.read(pair, buffer, at, { ...where, columns: table.columns });
    if (aligned) checkAligned(lengths, table.columns, where);
    storage.add(lengths, vector);
    characters.source += lengths.source;
    characters.target += lengths.target;
  }

  return {
    rows: () => storage.rows,
    begin(file) {
      table = file;
    },
    add(cells, row) {
      if (isBlank(cells)) return;
      const { file, columns } = table;
      const where = { file, row };
      checkShape(cells, table, where);
      const chosen = hasNumbers ? columns.at.map((place) => cells[place]!) : textsOf(cells, columns);
      if (empty.meets(chosen, columns, where)) return;
      if (!table.quoted) quotedCells += chosen.filter(looksQuoted).length;
      const fitted = fit({ source: hasNumbers ? '' : chosen[0]!, target: chosen.at(-1)! }, where);
      if (fitted) store(fitted, where, hasNumbers ? numbersOf(chosen, columns, where) : null);
    },
    finish() {
      const { file, columns } = table;
      empty.finish(columns, file);
      checkRows(storage.rows, omitted, { file, maxLength });
      const cells = pairs.finish();
      if (known === undefined) checkSymbols(cells, table, options);
      const similarLabels = similarIn(cells, options);
      const unknown = cells.source.skipped;
      const summary = { columns, characters, omitted, cut, unknown, quotedCells, similarLabels };
      return { ...summary, rows: storage.finish(), ...cells };
    },
    close: () => storage.close(),
  };
}

/** Where a row is, for messages. */
interface Where {
  readonly file: string;
  readonly row: number;
}

/** Throws table/one-label, and table/no-header where the first row seems to be data. */
function checkSymbols(
  { source, target }: Pick<TableParts, 'source' | 'target'>,
  { file, columns, hasHeader }: TableFile,
  options: TableOptions,
): void {
  if (hasHeader && options.from === undefined && options.to === undefined) {
    checkNames(columns, file);
    if (options.source === 'label') checkName(columns.from[0]!, source.symbols, file);
    if (options.target === 'label') checkName(columns.to, target.symbols, file);
  }
  if (options.target === 'label' || options.aligned) checkLabels(target.symbols, columns, file);
}

/** The two cells of a row that are read; a source of numbers is empty here. */
interface Pair {
  readonly source: string;
  readonly target: string;
}

/** Reads sources and targets, each with its own symbols. */
function createPairReader({ source: kind, target: targetKind, known, ...options }: TableOptions) {
  const hasNumbers = kind === 'numbers';
  const sourceKind = hasNumbers ? 'label' : kind;
  const source = createCellReader(sourceKind, { ...options, known: hasNumbers ? [] : known?.source });
  const target = createCellReader(targetKind, { known: known?.target });
  const minCount = options.minCount ?? 1;
  return {
    /** How many symbols each has. */
    lengths: (pair: Pair) => ({
      source: hasNumbers ? 0 : symbolsOf(pair.source, sourceKind),
      target: symbolsOf(pair.target, targetKind),
    }),
    /** The first `most` symbols of a source, and of its tags. */
    cut: (pair: Pair, most: number): Pair => ({
      source: firstSymbols(pair.source, sourceKind, most),
      target: firstSymbols(pair.target, targetKind, most),
    }),
    /** Writes the ids of both to the buffer from `at` on; returns how many each has. */
    read(
      pair: Pair,
      buffer: Parameters<CellReader['read']>[1],
      at: number,
      { columns: { from, to }, ...where }: { file: string; row: number; columns: Columns },
    ) {
      const middle = hasNumbers
        ? at
        : source.read(pair.source, buffer, at, { ...where, column: from.join() });
      const end = target.read(pair.target, buffer, middle, { ...where, column: to });
      return { source: middle - at, target: end - middle };
    },
    finish: () => ({ source: source.finish(minCount), target: target.finish(minCount) }),
  };
}

/** Labels of the source, and of the target, that are the same but for blanks. */
function similarIn(
  cells: Pick<TableParts, 'source' | 'target'>,
  options: TableOptions,
): TableParts['similarLabels'] {
  return (['source', 'target'] as const)
    .filter((side) => options[side] === 'label')
    .flatMap((side) => similarLabels(cells[side].symbols));
}

/** The texts of a row that are read: the columns of its source, one after the other, and its target. */
function textsOf(cells: readonly string[], { at }: Columns): string[] {
  const texts = at.map((place) => cells[place]!);
  return [joinTexts(texts.slice(0, -1)), texts.at(-1)!];
}

/** The numbers of a row's source, one for each column. */
function numbersOf(cells: readonly string[], { from }: Columns, where: Where): Float64Array<ArrayBuffer> {
  return Float64Array.from(from, (column, i) => readNumber(cells[i]!, { ...where, column }));
}
