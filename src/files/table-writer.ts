import { userError } from '../core/errors.js';
import { quote } from '../core/quote.js';
import type { ReadOptions } from './read-text.js';
import { createArrayFile, type ArrayFile } from './array-file.js';
import { createCellReader, symbolsOf, type CellKind, type CellReader } from './table-cells.js';
import {
  checkShape,
  createEmptyCells,
  isBlank,
  looksQuoted,
  readNumber,
  similarLabels,
} from './table-checks.js';
import type { Columns } from './table-columns.js';
import { createTableIndex, type TableIndex } from './table-index.js';
import type { RowFormat } from './table-rows.js';

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
  /** Where the temporary files shall lie; default the system's own place. */
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

/** A table as it lies in its temporary files. */
export interface TableParts extends TableSummary {
  readonly index: TableIndex;
  /** The numbers of symbols, source and target of each row one after the other. */
  readonly ids: ArrayFile;
  readonly numbers: ArrayFile | null;
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

const BUFFER = 1 << 16;

export function createTableWriter(directory: string, format: RowFormat, options: TableOptions): TableWriter {
  const { file } = format;
  const { maxLength = MAX_LENGTH, known, unknown } = options;
  const hasNumbers = options.source === 'numbers';
  const source = createCellReader(options.source === 'numbers' ? 'label' : options.source, {
    known: hasNumbers ? [] : known?.source,
    unknown,
  });
  const target = createCellReader(options.target, { known: known?.target, unknown });
  const ids = createArrayFile(directory, Uint16Array);
  const index = createTableIndex(directory);
  const numbers = hasNumbers ? createArrayFile(directory, Float32Array) : null;
  const characters = { source: 0, target: 0 };
  const empty = createEmptyCells(file);
  let header: readonly string[] = [];
  let columns: Columns;
  let buffer = new Uint16Array(BUFFER);
  let filled = 0;
  let omitted = 0;
  let quotedCells = 0;

  /** Room for a row's symbols. */
  function reserve(length: number): void {
    if (filled + length <= buffer.length) return;
    ids.append(buffer.subarray(0, filled));
    filled = 0;
    if (length > buffer.length) buffer = new Uint16Array(2 * length);
  }

  function add(cells: readonly string[], row: number): void {
    if (isBlank(cells)) return;
    checkShape(cells, header, { ...format, row });
    const chosen = columns.at.map((place) => cells[place]!);
    if (empty.meets(chosen, columns, row)) return;
    if (!format.quoted) quotedCells += chosen.filter(looksQuoted).length;
    const to = chosen.at(-1)!;
    const from = hasNumbers ? '' : chosen[0]!;
    const isLong = from.length > maxLength || to.length > maxLength;
    if (isLong && leaveOut(from, to, row)) return;
    reserve(from.length + to.length);
    const place = (column: string) => ({ file, row, column });
    const middle = hasNumbers ? filled : source.read(from, buffer, filled, place(columns.from[0]!));
    const end = target.read(to, buffer, middle, place(columns.to));
    const lengths = { source: middle - filled, target: end - middle };
    checkAligned(lengths, row);
    const vector =
      numbers && Float32Array.from(columns.from, (name, i) => readNumber(chosen[i]!, place(name)));
    if (vector) numbers.append(vector);
    const hash = hashRow(buffer.subarray(filled, end), lengths.source, vector);
    index.add({ at: ids.length + filled, ...lengths, hash });
    characters.source += lengths.source;
    characters.target += lengths.target;
    filled = end;
  }

  /** Whether a row has more symbols than are allowed; then its symbols do not join the vocabulary. */
  function leaveOut(from: string, to: string, row: number): boolean {
    const lengths = {
      source: hasNumbers ? 0 : symbolsOf(from, options.source as CellKind),
      target: symbolsOf(to, options.target),
    };
    checkAligned(lengths, row);
    if (lengths.source <= maxLength && lengths.target <= maxLength) return false;
    omitted += 1;
    return true;
  }

  function checkAligned(lengths: { source: number; target: number }, row: number): void {
    if (!options.aligned || lengths.source === lengths.target) return;
    const [from, to] = [quote(columns.from[0]!), quote(columns.to)];
    throw userError('table/lengths', { file, row, from, to, symbols: lengths.source, tags: lengths.target });
  }

  function checkLabels(labels: readonly string[]): void {
    if (known !== undefined || labels.length !== 1) return;
    if (options.target !== 'label' && !options.aligned) return;
    throw userError('table/one-label', { file, column: quote(columns.to), label: quote(labels[0]!) });
  }

  function finish(): TableParts {
    empty.finish(columns);
    if (index.rows === 0) {
      const why =
        omitted > 0 ? `all ${omitted} are longer than ${maxLength} symbols` : 'none follows a header';
      throw userError('table/empty', { file, why });
    }
    const [sources, targets] = [source, target].map((reader) => reader.finish(options.minCount ?? 1));
    checkLabels(targets!.symbols);
    ids.append(buffer.subarray(0, filled));
    return {
      ...{ columns, characters, omitted, quotedCells },
      similarLabels: [
        ...(options.source === 'label' ? similarLabels(sources!.symbols) : []),
        ...(options.target === 'label' ? similarLabels(targets!.symbols) : []),
      ],
      ...{ index: index.finish(), ids: ids.finish(), numbers: numbers?.finish() ?? null },
      ...{ source: sources!, target: targets! },
    };
  }

  return {
    begin(names, chosen) {
      header = names;
      columns = chosen;
    },
    add,
    finish,
    close() {
      ids.close();
      index.close();
      numbers?.close();
    },
  };
}

/** FNV-1a over the ids and the bits of the numbers, and a second hash with another multiplier. */
function hashRow(
  ids: Uint16Array,
  sourceLength: number,
  vector: Float32Array | null,
): readonly [number, number] {
  let a = 0x811c9dc5;
  let b = sourceLength + 1;
  const mix = (value: number) => {
    a = Math.imul(a ^ value, 0x01000193);
    b = Math.imul(b ^ value, 0x5bd1e995);
    b ^= b >>> 15;
  };
  ids.forEach(mix);
  if (vector) new Uint32Array(vector.buffer).forEach(mix);
  return [a >>> 0, b >>> 0];
}
