import type { Examples } from '../data/examples.js';

/** Rows between two pauses: a few milliseconds, where each is read from the disk. */
const AT_ONCE = 1024;

/** How many rows of `test` also occur in `train`, in source and target. Both are ids of the same symbols. */
export async function countSeen(
  test: Examples,
  train: Examples,
  pause?: (share: number) => Promise<void>,
): Promise<number> {
  const wanted = new Map<string, number>();
  for (let row = 0; row < test.count; row++) {
    if (row % AT_ONCE === 0) await pause?.(0);
    const key = keyOf(test, row);
    wanted.set(key, (wanted.get(key) ?? 0) + 1);
  }
  let seen = 0;
  for (let row = 0; row < train.count; row++) {
    if (row % AT_ONCE === 0) await pause?.(row / train.count);
    const key = keyOf(train, row);
    seen += wanted.get(key) ?? 0;
    wanted.delete(key);
  }
  return seen;
}

function keyOf(examples: Examples, row: number): string {
  const { source, target, label, vector } = examples.read(row);
  return `${source.join()};${target.join()};${label};${vector.join()}`;
}
