/** A stretch of positions [from, to). */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** The part of the text on which cells and thresholds are chosen, and the part on which they are scored. */
export function splitText(length: number): { chosen: Interval; held: Interval } {
  const middle = Math.floor(length * 0.6);
  return { chosen: { from: 0, to: middle }, held: { from: middle, to: length } };
}

/** An interval in `n` stretches of about equal length, one after the other. */
export function divide({ from, to }: Interval, n: number): Interval[] {
  const at = (i: number): number => from + Math.floor(((to - from) * i) / n);
  return Array.from({ length: n }, (_, i) => ({ from: at(i), to: at(i + 1) }));
}

/** `n` blocks of exactly `length` positions, evenly spread over an interval. */
export function spreadBlocks({ from, to }: Interval, n: number, length: number): Interval[] {
  const room = to - from - length;
  return Array.from({ length: n }, (_, i) => {
    const start = from + Math.floor((room * i) / Math.max(1, n - 1));
    return { from: start, to: start + length };
  });
}

/** At most the first `n` positions of an interval. */
export function head({ from, to }: Interval, n: number): Interval {
  return { from, to: Math.min(to, from + n) };
}
