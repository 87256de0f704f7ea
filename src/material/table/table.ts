import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { userError } from '../../core/errors.js';
import type { Ids } from '../../core/floats.js';
import { corpusName } from '../corpus-name.js';
import { openSource, textOf } from '../text/read-text.js';
import type { CellKind } from './cells.js';
import { isBlank } from './checks.js';
import { chooseColumns, type Columns } from './columns.js';
import { findFormat } from './format.js';
import { numberedColumns } from './header.js';
import { tableRows } from './rows.js';
import {
  createTableWriter,
  type TableOptions,
  type TableParts,
  type TableSummary,
  type TableWriter,
} from './writer.js';

/** A CSV or TSV file as pairs of a source and a target, ready to be trained on: row 0 ... rows − 1. */
export interface Table extends TableSummary {
  /** The name for a run. */
  readonly name: string;
  readonly kinds: { readonly source: CellKind | 'numbers'; readonly target: CellKind };
  /** Rows that can be read: those left out are not among them. */
  readonly rows: number;
  /** Rows up to the end of each file. */
  readonly ends: readonly number[];
  /** The symbols of source and target in the order of their ids; none for a source of numbers. */
  readonly symbols: { readonly source: readonly string[]; readonly target: readonly string[] };
  /** How many rows have each label of a target of labels, in the order of the ids; none with those of a model. */
  readonly labelCounts: readonly number[];
  /** SHA-256 of all that is read of the file. */
  readonly digest: string;
  /** Symbols of a row; a source of numbers has none. */
  lengths(row: number): { readonly source: number; readonly target: number };
  /** Fills `ids` with the source of a row. */
  readSource(row: number, ids: Ids): void;
  readTarget(row: number, ids: Ids): void;
  /** Fills `numbers` with a row's source of numbers. */
  readNumbers(row: number, numbers: Float64Array): void;
  /** Two 32-bit hashes of a row's content. */
  hash(row: number): readonly [number, number];
  /** Removes the temporary files. */
  close(): void;
}

/**
 * Reads a table of any size in constant memory: once, writing the ids of its symbols to one temporary file and the
 * place of each row to another. Several files are one table: each has a header with the columns of the first. Throws
 * table/*, corpus/*, disk/*.
 */
export async function openTable(files: string | readonly string[], options: TableOptions): Promise<Table> {
  const [first, ...others] = [files].flat() as [string, ...string[]];
  const writer = createTableWriter(options.workDirectory ?? tmpdir(), options);
  try {
    const columns = await readInto(writer, first, options);
    const ends = [writer.rows()];
    for (const file of others) {
      await readInto(writer, file, { ...options, ...columns });
      ends.push(writer.rows());
    }
    const parts = writer.finish();
    const kinds = { source: options.source, target: options.target };
    return openParts({ name: corpusName(first), kinds, ends }, parts);
  } catch (error) {
    writer.close();
    throw error;
  }
}

/** Adds the rows of a file; returns which columns were read. */
async function readInto(writer: TableWriter, path: string, options: TableOptions): Promise<Columns> {
  const { header: hasHeader = true, delimiter, signal } = options;
  const source = await openSource(path, options);
  const file = source.name;
  let columns: Columns | undefined;
  try {
    const { format, text } = await findFormat(textOf(source, options), path, delimiter);
    for await (const { first, rows } of tableRows(text, { ...format, file })) {
      signal?.throwIfAborted();
      for (const [i, row] of rows.entries()) {
        if (columns === undefined && isBlank(row)) continue;
        if (columns === undefined) {
          const names = hasHeader ? row : numberedColumns(row);
          columns = chooseColumns(names, options, { ...format, file });
          writer.begin({ ...format, file, names, hasHeader, columns });
          if (hasHeader) continue;
        }
        writer.add(row, first + i);
      }
    }
  } finally {
    source.close();
  }
  if (columns === undefined) throw userError('table/empty', { file, why: 'none follows a header' });
  return columns;
}

function openParts(of: Pick<Table, 'name' | 'kinds' | 'ends'>, parts: TableParts): Table {
  const { source, target } = parts;
  const { index, ids, numbers } = parts.rows;
  const D = numbers === null ? 0 : parts.columns.from.length;
  const read = (at: number, into: Ids, idOf: Uint16Array) => {
    ids.read(at, into);
    for (let i = 0; i < into.length; i++) into[i] = idOf[into[i]!]!;
  };
  const order = [source, target].map(({ idOf }) => [...idOf]);
  const digests = [index.digest, ids.digest, numbers?.digest, source.symbols, target.symbols, order];
  return {
    ...of,
    columns: parts.columns,
    rows: index.rows,
    symbols: { source: source.symbols, target: target.symbols },
    characters: parts.characters,
    omitted: parts.omitted,
    cut: parts.cut,
    unknown: parts.unknown,
    labelCounts: of.kinds.target === 'label' ? target.counts : [],
    similarLabels: parts.similarLabels,
    quotedCells: parts.quotedCells,
    digest: createHash('sha256').update(JSON.stringify(digests)).digest('hex'),
    lengths: index.lengths,
    readSource: (row, into) => read(index.entry(row).at, into, source.idOf),
    readTarget(row, into) {
      const entry = index.entry(row);
      read(entry.at + entry.source, into, target.idOf);
    },
    readNumbers: (row, into) => numbers?.read(row * D, into),
    hash: (row) => index.entry(row).hash,
    close() {
      index.close();
      ids.close();
      numbers?.close();
    },
  };
}
