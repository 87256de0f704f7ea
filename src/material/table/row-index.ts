import { createArrayFile, type ArrayFile } from '../../disk/array-file.js';

/** Where a row's symbols are in the id file: its source, then its target. */
interface RowEntry {
  readonly at: number;
  readonly source: number;
  readonly target: number;
  /** Rows with the same content have the same two hashes; others very rarely. */
  readonly hash: readonly [number, number];
}

/** Symbols of a row. */
interface RowLengths {
  readonly source: number;
  readonly target: number;
}

/**
 * Entries of six 32-bit numbers in a temporary file: 24 bytes per row. The lengths, which are asked for in any order, are in
 * memory too.
 */
export interface TableIndex {
  readonly rows: number;
  readonly digest: string;
  lengths(row: number): RowLengths;
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

/** `most`: symbols that a source or target has at most. */
export function createTableIndex(directory: string, most: number): TableIndexWriter {
  const file = createArrayFile(directory, Uint32Array);
  const lengths = { source: createLengths(most), target: createLengths(most) };
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
      lengths.source.push(source);
      lengths.target.push(target);
      waiting += FIELDS;
      rows += 1;
      if (waiting === buffer.length) flush();
    },
    finish() {
      flush();
      return openTableIndex(file.finish(), rows, (row) => ({
        source: lengths.source.at(row),
        target: lengths.target.at(row),
      }));
    },
    close: () => file.close(),
  };
}

function openTableIndex(file: ArrayFile, rows: number, lengths: TableIndex['lengths']): TableIndex {
  const fields = new Uint32Array(FIELDS);
  return {
    rows,
    digest: file.digest,
    lengths,
    entry(row) {
      file.read(row * FIELDS, fields);
      const [low, high, source, target, a, b] = fields as unknown as readonly number[];
      return { at: high! * 2 ** 32 + low!, source: source!, target: target!, hash: [a!, b!] };
    },
    close: () => file.close(),
  };
}

const PART = 1 << 16;

/** A list of lengths, in parts that never move: two bytes each, and none while all of a part are the same. */
function createLengths(most: number) {
  const Packed = most < 2 ** 16 ? Uint16Array : Uint32Array;
  const parts: (Uint16Array | Uint32Array | number)[] = [];
  let part = new Packed(PART);
  let filled = 0;
  const at = (place: number) => {
    const found = parts[Math.floor(place / PART)] ?? part;
    return typeof found === 'number' ? found : found[place % PART]!;
  };
  return {
    at,
    push(length: number): void {
      part[filled++] = length;
      if (filled < PART) return;
      const isConstant = part.every((value) => value === part[0]);
      parts.push(isConstant ? part[0]! : part);
      if (!isConstant) part = new Packed(PART);
      filled = 0;
    },
  };
}
