import { flagName, type FlagTable } from '../options/flag.js';

/** One run of a grid: the text of every given train flag, by key. */
export type Point = Readonly<Record<string, string | readonly string[] | true>>;

/** Every combination of the given values; the last flag varies fastest. Several values of a repeatable flag are one. */
export function gridOf(
  flags: FlagTable,
  values: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Point[] {
  let points: Point[] = [{}];
  for (const key of keys) {
    const value = values[key];
    const choices =
      Array.isArray(value) && !flags[key]!.repeatable ? (value as string[]) : [value as Point[string]];
    points = points.flatMap((point) => choices.map((choice) => ({ ...point, [key]: choice })));
  }
  return points;
}

/** The keys with more than one value: by these the runs of the grid differ. */
export function varying(points: readonly Point[]): string[] {
  return Object.keys(points[0] ?? {}).filter((key) => new Set(points.map((p) => String(p[key]))).size > 1);
}

/** `--hidden 64 --layers 2`: a point as arguments of train. */
export function argumentsOf(point: Point): string[] {
  return Object.entries(point).flatMap(([key, value]) => {
    const flag = `--${flagName(key)}`;
    if (value === true) return [flag];
    return [value].flat().flatMap((text) => [flag, String(text)]);
  });
}

/**
 * Name of a run below the sweep's directory: `lstm-layers-2-seed-1`; a cell needs no key. Empty when nothing varies.
 */
export function nameOf(point: Point, keys: readonly string[]): string {
  const parts = keys.map((key) =>
    key === 'cell' ? String(point[key]) : `${flagName(key)}-${String(point[key])}`,
  );
  return parts.join('-').replace(/[^\w.+-]/g, '_');
}

/** Keys of a table in its own order, of those that are given. */
export function givenKeys(flags: FlagTable, given: ReadonlySet<string>): string[] {
  return Object.keys(flags).filter((key) => given.has(key));
}

/** --minutes is the budget of all runs together, unless it is what varies. */
export function divideMinutes(points: readonly Point[]): readonly Point[] {
  const minutes = points[0]?.['minutes'];
  if (minutes === undefined || varying(points).includes('minutes')) return points;
  const share = String(Number((Number(minutes) / points.length).toPrecision(6)));
  return points.map((point) => ({ ...point, minutes: share }));
}
