import type { Ids } from '../core/floats.js';
import type { IdSource } from './id-source.js';

/** Symbols that are read at once. */
const BLOCK = 1 << 16;
const PART = 1 << 16;

/** The lines of a text that are not empty: where each begins, and its symbols without the newline. */
export interface Lines {
  readonly count: number;
  /** Lines up to each of the `ends`. */
  readonly upTo: readonly number[];
  /** Lines that were left out because they are longer than allowed. */
  readonly omitted: number;
  lengthOf(line: number): number;
  /** The caller owns the array. */
  read(line: number): Ids;
}

/**
 * Divides a text at `newline`, and at `ends`, where its files end: the last is the end of the text. Twelve bytes are kept of a line; lines longer than `maxLength` symbols are left out.
 * `check` is called between blocks, and may throw to stop.
 */
export function findLines(
  source: IdSource,
  newline: number,
  {
    maxLength,
    ends = [source.length],
    check,
  }: { readonly maxLength: number; readonly ends?: readonly number[]; readonly check: () => void },
): Lines {
  const starts = createList((n) => new Float64Array(n));
  const lengths = createList((n) => new Uint32Array(n));
  const block = new Int32Array(BLOCK);
  let [begin, omitted] = [0, 0];
  const end = (at: number) => {
    const length = at - begin;
    if (length > maxLength) omitted += 1;
    else if (length > 0) {
      starts.push(begin);
      lengths.push(length);
    }
    begin = at + 1;
  };
  const upTo: number[] = [];
  for (const last of ends) {
    for (let from = begin; from < last; from += BLOCK) {
      check();
      const part = block.subarray(0, Math.min(BLOCK, last - from));
      source.read(from, part);
      for (let at = part.indexOf(newline); at >= 0; at = part.indexOf(newline, at + 1)) end(from + at);
    }
    if (begin < last) end(last);
    begin = last;
    upTo.push(starts.length());
  }
  return {
    count: starts.length(),
    upTo,
    omitted,
    lengthOf: (line) => lengths.at(line),
    read(line) {
      const ids = new Int32Array(lengths.at(line));
      source.read(starts.at(line), ids);
      return ids;
    },
  };
}

/** Numbers in parts that never move. */
function createList(create: (size: number) => Float64Array | Uint32Array) {
  const parts: (Float64Array | Uint32Array)[] = [];
  let length = 0;
  return {
    length: () => length,
    at: (place: number) => parts[Math.floor(place / PART)]![place % PART]!,
    push(value: number): void {
      if (length % PART === 0) parts.push(create(PART));
      parts.at(-1)![length++ % PART] = value;
    },
  };
}
