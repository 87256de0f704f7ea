import { createArrayFile, type ArrayFile } from './array-file.js';

/** Where a row's symbols are in the id file: its source, then its target. */
interface RowEntry {
  readonly at: number;
  readonly source: number;
  readonly target: number;
  /** Rows with the same content have the same two hashes; others very rarely. */
  readonly hash: readonly [number, number];
}

/** Entries of six 32-bit numbers in a temporary file: 24 bytes per row. */
export interface TableIndex {
  readonly rows: number;
  readonly digest: string;
  entry(row: number): RowEntry;
  close(): void;
}

interface TableIndexWriter {
  readonly rows: number;
  add(entry: RowEntry): void;
  finish(): TableIndex;
  close(): void;
}

const FIELDS = 6;
const ROWS_AT_ONCE = 1 << 10;

export function createTableIndex(directory: string): TableIndexWriter {
  const file = createArrayFile(directory, Uint32Array);
  const buffer = new Uint32Array(ROWS_AT_ONCE * FIELDS);
  let waiting = 0;
  let rows = 0;
  const flush = () => {
    file.append(buffer.subarray(0, waiting));
    waiting = 0;
  };
  return {
    get rows() {
      return rows;
    },
    add({ at, source, target, hash }) {
      buffer.set([at % 2 ** 32, Math.floor(at / 2 ** 32), source, target, ...hash], waiting);
      waiting += FIELDS;
      rows += 1;
      if (waiting === buffer.length) flush();
    },
    finish() {
      flush();
      return openTableIndex(file.finish(), rows);
    },
    close: () => file.close(),
  };
}

function openTableIndex(file: ArrayFile, rows: number): TableIndex {
  const fields = new Uint32Array(FIELDS);
  return {
    rows,
    digest: file.digest,
    entry(row) {
      file.read(row * FIELDS, fields);
      const [low, high, source, target, a, b] = fields as unknown as readonly number[];
      return { at: high! * 2 ** 32 + low!, source: source!, target: target!, hash: [a!, b!] };
    },
    close: () => file.close(),
  };
}
