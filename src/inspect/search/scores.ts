import type { Feature } from '../features/feature.js';

/**
 * The joint histogram of one predictor (a cell, a probe) and one feature: counts[b] positions have their activation in
 * bin b, and the feature adds up to sums[b] over them; bins ascend. A binary feature adds 1 where it holds, a graded
 * one its rank among all positions (or, for R², its value). Values within one bin count as equal.
 */
export interface Histogram {
  readonly counts: ArrayLike<number>;
  readonly sums: ArrayLike<number>;
  /** Of what the feature adds, over all positions. */
  readonly moments: Moments;
}

export interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * The association of a predictor with a feature, from −1 to 1; 0 is chance. Binary: 2·AUC − 1; graded: Spearman's ρ.
 * The sign tells whether the predictor is high or low where the feature is. 0 also where either side is constant.
 */
export function association(kind: Feature['kind'], histogram: Histogram): number {
  const value = kind === 'binary' ? 2 * auc(histogram) - 1 : spearman(histogram);
  return Number.isFinite(value) ? value : 0;
}

/** The association of predictions with a feature's values at the same positions, without binning. */
export function associationOf(kind: Feature['kind'], x: Float32Array, y: Float32Array): number {
  return association(kind, exactHistogram(x, kind === 'binary' ? y : ranksOf(y)));
}

/**
 * Area under the ROC curve of a binary feature: the probability that a random position where it holds has a higher
 * activation than a random one where it does not; ties count half (Mann-Whitney U / n1·n0). NaN when the feature holds
 * everywhere or nowhere.
 */
export function auc({ counts, sums }: Pick<Histogram, 'counts' | 'sums'>): number {
  let [positives, negatives, wins] = [0, 0, 0];
  for (let b = 0; b < counts.length; b++) {
    const here = counts[b]! - sums[b]!;
    wins += sums[b]! * (negatives + here / 2);
    positives += sums[b]!;
    negatives += here;
  }
  return wins / (positives * negatives);
}

/** Spearman's ρ: Pearson's correlation of ranks, ties sharing their mean rank. NaN when either side is constant. */
export function spearman({ counts, sums, moments }: Histogram): number {
  let before = 0;
  let [sum, squares, products] = [0, 0, 0];
  for (let b = 0; b < counts.length; b++) {
    const rank = before + (counts[b]! + 1) / 2;
    before += counts[b]!;
    sum += counts[b]! * rank;
    squares += counts[b]! * rank * rank;
    products += rank * sums[b]!;
  }
  const mean = sum / before;
  const deviation = Math.sqrt(Math.max(0, squares / before - mean * mean));
  return (products / before - mean * moments.mean) / (deviation * moments.deviation);
}

/**
 * R² of the straight line that predicts a graded feature from the activation: the square of Pearson's correlation.
 * `centers[b]` is an activation typical of bin b. NaN when either side is constant.
 */
export function r2({ counts, sums, moments }: Histogram, centers: ArrayLike<number>): number {
  let [n, sum, squares, products] = [0, 0, 0, 0];
  for (let b = 0; b < counts.length; b++) {
    n += counts[b]!;
    sum += counts[b]! * centers[b]!;
    squares += counts[b]! * centers[b]! * centers[b]!;
    products += centers[b]! * sums[b]!;
  }
  const mean = sum / n;
  const variance = squares / n - mean * mean;
  const covariance = products / n - mean * moments.mean;
  return (covariance * covariance) / (variance * moments.deviation * moments.deviation);
}

/**
 * A rule: a binary feature holds where the activation lies in bin `bin` or beyond, upwards (sign 1) or downwards (−1).
 */
interface Threshold {
  readonly bin: number;
  readonly sign: 1 | -1;
}

type Counts = Pick<Histogram, 'counts' | 'sums'>;

/** F1 = 2·hits / (predicted + actual) of a rule. */
export function f1({ counts, sums }: Counts, { bin, sign }: Threshold): number {
  let [hits, predicted, actual] = [0, 0, 0];
  for (let b = 0; b < counts.length; b++) {
    actual += sums[b]!;
    if ((b - bin) * sign < 0) continue;
    hits += sums[b]!;
    predicted += counts[b]!;
  }
  return (2 * hits) / (predicted + actual);
}

/** The rule with the highest F1. */
export function bestThreshold({ counts, sums }: Counts): Threshold {
  let best: Threshold = { bin: 0, sign: 1 };
  let highest = -1;
  let [all, actual] = [0, 0];
  for (let b = 0; b < counts.length; b++) {
    all += counts[b]!;
    actual += sums[b]!;
  }
  const offer = (bin: number, sign: 1 | -1, hits: number, predicted: number): void => {
    const value = (2 * hits) / (predicted + actual);
    if (value > highest) [best, highest] = [{ bin, sign }, value];
  };
  let [below, belowOn] = [0, 0];
  for (let b = 0; b < counts.length; b++) {
    offer(b, 1, actual - belowOn, all - below);
    below += counts[b]!;
    belowOn += sums[b]!;
    offer(b, -1, belowOn, below);
  }
  return best;
}

/** A histogram with a bin for every distinct value of x: exact. `y` is what the feature adds at each position. */
export function exactHistogram(x: Float32Array, y: Float32Array): Histogram {
  const { order, ends } = sorted(x);
  const counts = new Float64Array(ends.length);
  const sums = new Float64Array(ends.length);
  for (let k = 0, b = 0; b < ends.length; b++) {
    counts[b] = ends[b]! - k;
    for (; k < ends[b]!; k++) sums[b]! += y[order[k]!]!;
  }
  return { counts, sums, moments: momentsOf(y) };
}

function momentsOf(y: Float32Array): Moments {
  let [sum, squares] = [0, 0];
  for (const value of y) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / y.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / y.length - mean * mean)) };
}

/** The rank of each value among all, from 1; equal values share their mean rank. No value may be NaN. */
export function ranksOf(values: Float32Array): Float32Array {
  const { order, ends } = sorted(values);
  const ranks = new Float32Array(values.length);
  for (let k = 0, b = 0; b < ends.length; b++) {
    const rank = (k + 1 + ends[b]!) / 2;
    for (; k < ends[b]!; k++) ranks[order[k]!] = rank;
  }
  return ranks;
}

/**
 * The positions of values in ascending order, and where each run of equal values ends in it. Sorts pairs of value and
 * position as 64-bit integers, which needs no comparison function: the value's 32 bits first, changed so that their
 * order as integers is that of the floats; then the position.
 */
function sorted(values: Float32Array): { order: Uint32Array; ends: Uint32Array } {
  const n = values.length;
  const pairs = new BigUint64Array(n);
  const words = new Uint32Array(pairs.buffer);
  const bits = new Int32Array(values.map((value) => value + 0).buffer); // −0 becomes 0
  for (let i = 0; i < n; i++) {
    words[2 * i + LOW] = i;
    words[2 * i + HIGH] = bits[i]! < 0 ? ~bits[i]! : bits[i]! | SIGN;
  }
  pairs.sort();
  const ends = new Uint32Array(n);
  let runs = 0;
  for (let k = 1; k <= n; k++) {
    if (k === n || words[2 * k + HIGH] !== words[2 * k - 2 + HIGH]) ends[runs++] = k;
  }
  return {
    order: Uint32Array.from({ length: n }, (_, k) => words[2 * k + LOW]!),
    ends: ends.subarray(0, runs),
  };
}

const SIGN = 0x80000000;
/** Which of the two 32-bit words of a 64-bit number comes first depends on the machine. */
const LOW = new Uint32Array(new BigUint64Array([1n]).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;
