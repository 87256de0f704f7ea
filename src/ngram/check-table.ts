import type { CountLevel, CountTable } from './count-table.js';
import type { Symbols } from './sort-by-context.js';

/** What is wrong with a table, where not everything in it agrees; undefined where predict.ts can rely on it. */
export function faultOf({ symbols: V, levels }: CountTable): string | undefined {
  if (levels[0]?.first.length !== 1) return 'level 0 is not one empty context';
  for (const [k, level] of levels.entries()) {
    const fault = faultOfLevel(level, levels[k + 1], V);
    if (fault !== undefined) return `level ${k}: ${fault}`;
  }
  return undefined;
}

function faultOfLevel(level: CountLevel, next: CountLevel | undefined, V: number): string | undefined {
  const { first, children, followers, follower, counts } = level;
  if (children.length !== first.length || followers.length !== first.length)
    return 'its arrays have different lengths';
  if (counts.length !== follower.length) return 'it has not as many counts as followers';
  if (sumOfRuns(followers) !== follower.length) return 'its contexts have other followers than it lists';
  if (!increaseInRuns(follower, followers, V - 1)) return 'its followers are not in order';
  for (const count of counts) if (count < 1) return 'a count is not positive';
  if (next === undefined)
    return children.every((n) => n === 0) ? undefined : 'its last contexts have children';
  if (sumOfRuns(children) !== next.first.length)
    return 'its contexts have other children than the next level';
  return increaseInRuns(next.first, children, V) ? undefined : 'its children are not in order';
}

/** The elements of all runs together, each of sizes[i] + 1. */
function sumOfRuns(sizes: Symbols): number {
  let sum = sizes.length;
  for (const size of sizes) sum += size;
  return sum;
}

/** Whether the values of each run increase and none exceeds `most`. */
function increaseInRuns(values: Symbols, sizes: Symbols, most: number): boolean {
  let at = 0;
  for (const size of sizes) {
    for (let last = -1, end = at + size + 1; at < end; at++) {
      if (values[at]! <= last || values[at]! > most) return false;
      last = values[at]!;
    }
  }
  return true;
}
