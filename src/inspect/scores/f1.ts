/** A rule: the feature holds where the activation lies in bin `bin` or beyond, upwards (sign 1) or downwards (−1). */
export interface Threshold {
  readonly bin: number;
  readonly sign: 1 | -1;
}

/** F1 = 2·hits / (predicted + actual) of a rule; histograms as in auc.ts. */
export function f1(counts: ArrayLike<number>, on: ArrayLike<number>, { bin, sign }: Threshold): number {
  let [hits, predicted, actual] = [0, 0, 0];
  for (let b = 0; b < counts.length; b++) {
    actual += on[b]!;
    if ((b - bin) * sign < 0) continue;
    hits += on[b]!;
    predicted += counts[b]!;
  }
  return (2 * hits) / (predicted + actual);
}

/** The rule with the highest F1. */
export function bestThreshold(counts: ArrayLike<number>, on: ArrayLike<number>): Threshold {
  let best: Threshold = { bin: 0, sign: 1 };
  let highest = -1;
  let [all, actual] = [0, 0];
  for (let b = 0; b < counts.length; b++) {
    all += counts[b]!;
    actual += on[b]!;
  }
  const offer = (bin: number, sign: 1 | -1, hits: number, predicted: number): void => {
    const value = (2 * hits) / (predicted + actual);
    if (value > highest) [best, highest] = [{ bin, sign }, value];
  };
  let [below, belowOn] = [0, 0];
  for (let b = 0; b < counts.length; b++) {
    offer(b, 1, actual - belowOn, all - below);
    below += counts[b]!;
    belowOn += on[b]!;
    offer(b, -1, belowOn, below);
  }
  return best;
}
