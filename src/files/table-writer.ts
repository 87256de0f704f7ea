import type { ReadOptions } from './read-text.js';
import { createCellReader, symbolsOf, type CellKind, type CellReader } from './table-cells.js';
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
} from './table-checks.js';
import type { Columns } from './table-columns.js';
import type { RowFormat } from './table-rows.js';
import { createTableStorage, type StoredRows } from './table-storage.js';

export interface TableOptions extends ReadOptions {
  /** Columns of the source; default the first. */
  readonly from?: readonly string[] | undefined;
  /** Column of the target; default the second. */
  readonly to?: string | undefined;
  readonly source: CellKind | 'numbers';
  readonly target: CellKind;
  /** Whether a target must have as many symbols as its source. */
  readonly aligned?: boolean | undefined;
  /** Default a comma, a tab for .tsv. */
  readonly delimiter?: string | undefined;
  /** Rows with more symbols in source or target are left out; default 1000. */
  readonly maxLength?: number | undefined;
  /** Characters and words that occur less often become U+FFFD; default 1. */
  readonly minCount?: number | undefined;
  /** The symbols of a model, in place of the table's own. */
  readonly known?: { readonly source: readonly string[]; readonly target: readonly string[] } | undefined;
  /** What becomes of characters and words that a model does not know, where U+FFFD is not among its symbols; default 'error'. */
  readonly unknown?: 'error' | 'skip' | undefined;
  /** Directory of the temporary files; default: that of the system. */
  readonly workDirectory?: string | undefined;
}

/** Rows with more symbols are left out unless another number is given. */
export const MAX_LENGTH = 1000;

/** What there is to report of a table. */
export interface TableSummary {
  readonly columns: Columns;
  /** Symbols in all rows together. */
  readonly characters: { readonly source: number; readonly target: number };
  /** Rows left out because source or target have more symbols than `maxLength`. */
  readonly omitted: number;
  /** Labels that are the same but for blanks. */
  readonly similarLabels: readonly (readonly [string, string])[];
  /** Cells of a .tsv that look as if a program had quoted them, though that format knows no quotes. */
  readonly quotedCells: number;
}

/** A table as it is stored. */
export interface TableParts extends TableSummary {
  readonly rows: StoredRows;
  readonly source: ReturnType<CellReader['finish']>;
  readonly target: ReturnType<CellReader['finish']>;
}

/** Takes the rows of a table, checks them, and writes them to temporary files. */
export interface TableWriter {
  begin(header: readonly string[], columns: Columns): void;
  /** Adds row number `row` of the file. */
  add(cells: readonly string[], row: number): void;
  finish(): TableParts;
  close(): void;
}

export function createTableWriter(directory: string, format: RowFormat, options: TableOptions): TableWriter {
  const { file } = format;
  const { maxLength = MAX_LENGTH, known, aligned = false } = options;
  const hasNumbers = options.source === 'numbers';
  const sourceKind = options.source === 'numbers' ? 'label' : options.source;
  const source = createCellReader(sourceKind, { ...options, known: hasNumbers ? [] : known?.source });
  const target = createCellReader(options.target, { ...options, known: known?.target });
  const storage = createTableStorage(directory, hasNumbers);
  const empty = createEmptyCells(file);
  const characters = { source: 0, target: 0 };
  let header: readonly string[] = [];
  let columns: Columns;
  let omitted = 0;
  let quotedCells = 0;

  /** Whether a row has more symbols than are allowed; then its symbols do not join the vocabulary. */
  function isTooLong(from: string, to: string, row: number): boolean {
    if (from.length <= maxLength && to.length <= maxLength) return false;
    const lengths = {
      source: hasNumbers ? 0 : symbolsOf(from, sourceKind),
      target: symbolsOf(to, options.target),
    };
    if (aligned) checkAligned(lengths, columns, { file, row });
    return lengths.source > maxLength || lengths.target > maxLength;
  }

  function store(from: string, to: string, row: number, vector: Float32Array<ArrayBuffer> | null): void {
    const { buffer, at } = storage.reserve(from.length + to.length);
    const middle = hasNumbers ? at : source.read(from, buffer, at, { file, row, column: columns.from[0]! });
    const end = target.read(to, buffer, middle, { file, row, column: columns.to });
    const lengths = { source: middle - at, target: end - middle };
    if (aligned) checkAligned(lengths, columns, { file, row });
    storage.add(lengths, vector);
    characters.source += lengths.source;
    characters.target += lengths.target;
  }

  return {
    begin(names, chosen) {
      header = names;
      columns = chosen;
    },
    add(cells, row) {
      if (isBlank(cells)) return;
      checkShape(cells, header, { ...format, row });
      const chosen = columns.at.map((place) => cells[place]!);
      if (empty.meets(chosen, columns, row)) return;
      if (!format.quoted) quotedCells += chosen.filter(looksQuoted).length;
      const from = hasNumbers ? '' : chosen[0]!;
      const to = chosen.at(-1)!;
      const numbers = () =>
        Float32Array.from(columns.from, (column, i) => readNumber(chosen[i]!, { file, row, column }));
      if (isTooLong(from, to, row)) omitted += 1;
      else store(from, to, row, hasNumbers ? numbers() : null);
    },
    finish() {
      empty.finish(columns);
      checkRows(storage.rows, omitted, { file, maxLength });
      const [sources, targets] = [source, target].map((reader) => reader.finish(options.minCount ?? 1));
      const hasLabels = options.target === 'label' || aligned;
      if (hasLabels && known === undefined) checkLabels(targets!.symbols, columns, file);
      const similar = [options.source, options.target].map((kind, i) =>
        kind === 'label' ? similarLabels([sources!, targets!][i]!.symbols) : [],
      );
      return {
        ...{ columns, characters, omitted, quotedCells, similarLabels: similar.flat() },
        ...{ rows: storage.finish(), source: sources!, target: targets! },
      };
    },
    close: () => storage.close(),
  };
}
