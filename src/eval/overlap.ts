import type { IdSource } from '../text/id-source.js';

/** The length of the windows that are compared, in symbols. */
export const WINDOW = 50;

/** The most windows that are kept; for a longer text, those whose hash falls into a fixed part of all hashes. */
const MOST_WINDOWS = 1 << 22;
const BLOCK = 65536;
/** Odd multipliers of two polynomial hashes modulo 2³². */
const [P, Q] = [0x9e3779b1, 0x85ebca6b];

/**
 * The share of the windows of `width` symbols of `text` that also occur in `training`; null where the text is shorter
 * than a window. Compares 64-bit rolling hashes (Karp & Rabin 1987); memory grows with `text` up to a bound, never
 * with `training`. `pause` is awaited after every block of either.
 */
export async function shareSeen(
  text: IdSource,
  training: IdSource,
  {
    width = WINDOW,
    pause = async () => {},
  }: { width?: number; pause?: (() => Promise<void>) | undefined } = {},
): Promise<number | null> {
  if (text.length < width) return null;
  const windows = text.length - width + 1;
  const keep = Math.ceil(windows / MOST_WINDOWS);
  const table = createHashTable(Math.min(windows, MOST_WINDOWS) * 1.25);
  let kept = 0;
  await eachWindow(text, width, pause, (a, b) => {
    if (a % keep !== 0) return;
    table.add(a, b);
    kept++;
  });
  await eachWindow(training, width, pause, (a, b) => {
    if (a % keep === 0) table.mark(a, b);
  });
  return kept === 0 ? null : table.markedTotal() / kept;
}

/** Calls `each` with both hashes of every window. */
async function eachWindow(
  source: IdSource,
  width: number,
  pause: () => Promise<void>,
  each: (a: number, b: number) => void,
): Promise<void> {
  let [a, b] = [0, 0];
  let [dropA, dropB] = [1, 1];
  for (let i = 0; i < width; i++) [dropA, dropB] = [Math.imul(dropA, P), Math.imul(dropB, Q)];
  const last = new Int32Array(width);
  const block = new Int32Array(BLOCK);
  for (let from = 0; from < source.length; from += BLOCK) {
    const ids = block.subarray(0, Math.min(BLOCK, source.length - from));
    source.read(from, ids);
    for (let i = 0; i < ids.length; i++) {
      const at = from + i;
      const old = at >= width ? last[at % width]! + 1 : 0;
      const id = ids[i]!;
      last[at % width] = id;
      a = (Math.imul(a, P) + id + 1 - Math.imul(old, dropA)) | 0;
      b = (Math.imul(b, Q) + id + 1 - Math.imul(old, dropB)) | 0;
      if (at >= width - 1) each(a >>> 0, b >>> 0);
    }
    await pause();
  }
}

/** Counts pairs of hashes, by open addressing. */
function createHashTable(entries: number) {
  const size = 2 ** Math.ceil(Math.log2(entries * 1.5 + 16));
  const [first, second] = [new Uint32Array(size), new Uint32Array(size)];
  const counts = new Uint32Array(size);
  const marked = new Uint8Array(size);
  function place(a: number, b: number): number {
    let at = (Math.imul(a ^ (b >>> 7), P) >>> 0) & (size - 1);
    while (counts[at]! > 0 && (first[at] !== a || second[at] !== b)) at = (at + 1) & (size - 1);
    return at;
  }
  return {
    add(a: number, b: number): void {
      const at = place(a, b);
      first[at] = a;
      second[at] = b;
      counts[at]!++;
    },
    mark(a: number, b: number): void {
      const at = place(a, b);
      if (counts[at]! > 0) marked[at] = 1;
    },
    /** How many additions were of marked pairs. */
    markedTotal: () => counts.reduce((sum, count, at) => sum + (marked[at] ? count : 0), 0),
  };
}
