import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { Ids } from '../../core/floats.js';
import { corpusName } from '../text/corpus.js';
import { openSource, textOf } from '../text/read-text.js';
import type { CellKind } from './cells.js';
import { isBlank } from './checks.js';
import { chooseColumns, type Columns } from './columns.js';
import { tableFormat } from './format.js';
import { tableRows } from './rows.js';
import { createTableWriter, type TableOptions, type TableParts, type TableSummary } from './writer.js';

/** A CSV or TSV file as pairs of a source and a target, ready to be trained on: row 0 ... rows − 1. */
export interface Table extends TableSummary {
  /** The name for a run. */
  readonly name: string;
  readonly file: string;
  readonly kinds: { readonly source: CellKind | 'numbers'; readonly target: CellKind };
  /** Rows that can be read: those left out are not among them. */
  readonly rows: number;
  /** The symbols of source and target in the order of their ids; none for a source of numbers. */
  readonly symbols: { readonly source: readonly string[]; readonly target: readonly string[] };
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
 * place of each row to another. Throws table/*, corpus/*, disk/*.
 */
export async function openTable(file: string, options: TableOptions): Promise<Table> {
  const source = await openSource(file, options);
  const format = { file: source.name, ...tableFormat(file, options.delimiter) };
  const writer = createTableWriter(options.workDirectory ?? tmpdir(), format, options);
  try {
    let columns: Columns | undefined;
    for await (const { first, rows } of tableRows(textOf(source, options), format)) {
      options.signal?.throwIfAborted();
      for (const [i, row] of rows.entries()) {
        if (columns !== undefined) writer.add(row, first + i);
        else if (!isBlank(row)) writer.begin(row, (columns = chooseColumns(row, options, format)));
      }
    }
    const parts = writer.finish();
    const kinds = { source: options.source, target: options.target };
    return openParts({ name: corpusName(file), file: source.name, kinds }, parts);
  } catch (error) {
    writer.close();
    throw error;
  } finally {
    source.close();
  }
}

function openParts(of: Pick<Table, 'name' | 'file' | 'kinds'>, parts: TableParts): Table {
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
    unknown: parts.unknown,
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
