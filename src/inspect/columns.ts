import type { Coding } from './coding.js';
import { LEVELS } from './levels.js';

/** Mean and standard deviation of a feature (or of its ranks) over the positions that are scored. */
export interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Something summed up per cell and bin: whether a binary feature is `on`, a graded one's `rank` among all positions
 * of the part, or its `value`. A position at a level of the channel adds `weights[level]`.
 */
export interface Column extends Moments {
  /** Index among the coding's features. */
  readonly feature: number;
  readonly measure: 'on' | 'rank' | 'value';
  readonly channel: number;
  readonly weights: Float64Array;
}

/** The columns of every feature for the part [from, to) of a text. */
export function columnsOf(coding: Coding, from: number, to: number): Column[] {
  const counts = coding.channels.map((channel) => countLevels(channel, from, to));
  return coding.features.flatMap((coded, feature) => {
    const count = counts[coded.channel]!;
    const column = (measure: Column['measure'], weights: Float64Array): Column => ({
      feature,
      measure,
      channel: coded.channel,
      weights,
      ...momentsOf(weights, count),
    });
    if (coded.feature.kind === 'binary') return [column('on', coded.values)];
    return [column('rank', midRanks(count)), column('value', coded.values)];
  });
}

function countLevels(channel: Uint8Array, from: number, to: number): Float64Array {
  const count = new Float64Array(LEVELS);
  for (let i = from; i < to; i++) count[channel[i]!]! += 1;
  return count;
}

/** The mean rank (from 1) of the positions at each level. */
export function midRanks(count: Float64Array): Float64Array {
  let before = 0;
  return count.map((n) => {
    const rank = before + (n + 1) / 2;
    before += n;
    return rank;
  });
}

function momentsOf(weights: Float64Array, count: Float64Array): Moments {
  let [n, sum, squares] = [0, 0, 0];
  for (let level = 0; level < LEVELS; level++) {
    n += count[level]!;
    sum += count[level]! * weights[level]!;
    squares += count[level]! * weights[level]! ** 2;
  }
  const mean = sum / n;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / n - mean * mean)) };
}
