import type { Rng } from '../../core/rng.js';
import type { Feature } from '../features/feature.js';
import { association, ranksOf } from '../search/scores.js';

/** Bins of a cell's values, of about equal population. */
const BINS = 128;

/** The association of a cell with a feature as a sum over blocks of a text, so that blocks can be drawn again. */
export interface BlockScores {
  readonly kind: Feature['kind'];
  readonly sign: 1 | -1;
  /** [block][BINS]: positions in each bin, and what the feature adds up to there. */
  readonly counts: readonly Float64Array[];
  readonly sums: readonly Float64Array[];
  /** [block]: what the feature, and its square, add up to. */
  readonly totals: readonly { readonly n: number; readonly sum: number; readonly squares: number }[];
}

/** From the values of a cell and of a feature at the same positions, divided into `blocks` of equal length. */
export function blockScores(
  { kind, sign }: Pick<BlockScores, 'kind' | 'sign'>,
  cell: Float32Array,
  feature: Float32Array,
  blocks: number,
): BlockScores {
  const n = cell.length;
  const ranks = ranksOf(cell);
  const added = kind === 'binary' ? feature : ranksOf(feature);
  const counts = Array.from({ length: blocks }, () => new Float64Array(BINS));
  const sums = Array.from({ length: blocks }, () => new Float64Array(BINS));
  const totals = Array.from({ length: blocks }, () => ({ n: 0, sum: 0, squares: 0 }));
  for (let i = 0; i < n; i++) {
    const block = Math.floor((i * blocks) / n);
    const bin = Math.min(BINS - 1, Math.floor((ranks[i]! * BINS) / (n + 1)));
    counts[block]![bin]! += 1;
    sums[block]![bin]! += added[i]!;
    totals[block]!.n += 1;
    totals[block]!.sum += added[i]!;
    totals[block]!.squares += added[i]! ** 2;
  }
  return { kind, sign, counts, sums, totals };
}

/** The score over these blocks, each as often as it is named: 2·AUC − 1 or Spearman's ρ, times the sign. */
export function scoreOfBlocks({ kind, sign, ...of }: BlockScores, blocks: ArrayLike<number>): number {
  const counts = new Float64Array(BINS);
  const sums = new Float64Array(BINS);
  let [n, sum, squares] = [0, 0, 0];
  for (let k = 0; k < blocks.length; k++) {
    const block = blocks[k]!;
    for (let bin = 0; bin < BINS; bin++) {
      counts[bin]! += of.counts[block]![bin]!;
      sums[bin]! += of.sums[block]![bin]!;
    }
    n += of.totals[block]!.n;
    sum += of.totals[block]!.sum;
    squares += of.totals[block]!.squares;
  }
  const mean = sum / n;
  const moments = { mean, deviation: Math.sqrt(Math.max(0, squares / n - mean * mean)) };
  return sign * association(kind, { counts, sums, moments });
}

/** So many blocks, drawn with replacement. */
export const drawBlocks = (blocks: number, rng: Rng): Int32Array =>
  Int32Array.from({ length: blocks }, () => rng.below(blocks));
