import type { Memory } from '../../core/memory.js';
import type { Rng } from '../../core/rng.js';
import type { Kernels } from '../../kernels/kernels.js';
import { ranksOf } from '../scores/ranks.js';

/** Blocks of a text at which activations were stored: [blocks·length, cells], and the features' values there. */
export interface NullSample {
  readonly blocks: number;
  readonly length: number;
  readonly cells: number;
  readonly activations: Float32Array;
  /** [feature][blocks·length]. */
  readonly values: readonly Float32Array[];
}

/**
 * How strong would the best of all cells seem if the text had nothing to do with it? The blocks of each feature are
 * laid against other blocks of the activations, which keeps the slow drift of both, and the strongest rank correlation
 * over all cells is noted; again and again. p of a cell is the share of these shuffles whose best reaches it:
 * family-wise over the cells, (1 + #{max ≥ observed}) / (1 + shuffles).
 *
 * A correlation is a sum over blocks, so that one product per block serves all shuffles. Returns [feature][cell].
 */
export function familyWiseP(
  sample: NullSample,
  shuffles: number,
  rng: Rng,
  { kernels, memory }: { kernels: Kernels; memory: Memory },
): Float64Array[] {
  const { blocks, length, cells, values } = sample;
  const features = values.length;
  const x = memory.floats(length * cells);
  const y = memory.floats(length * features * blocks);
  const products = memory.floats(cells * features * blocks);
  arrangeFeatures(sample, y);
  const activations = standardRanks(sample.activations, cells);
  const orders = [identity(blocks), ...Array.from({ length: shuffles }, () => shuffled(blocks, rng))];
  const sums = orders.map(() => new Float32Array(cells * features));
  for (let block = 0; block < blocks; block++) {
    x.set(activations.subarray(block * length * cells, (block + 1) * length * cells));
    kernels.gemm(true, false, cells, features * blocks, length, x, y, 0, products);
    orders.forEach((order, r) => addProducts(sums[r]!, products, order[block]!, blocks));
  }
  return values.map((_, feature) => pValues(sums, feature, features, cells));
}

/** y[t][feature][block]: the standardized ranks of the features, ready to be multiplied. */
function arrangeFeatures({ blocks, length, values }: NullSample, y: Float32Array | Float64Array): void {
  values.forEach((value, feature) => {
    const ranks = standardRanks(value, 1);
    for (let block = 0; block < blocks; block++) {
      for (let t = 0; t < length; t++) {
        y[(t * values.length + feature) * blocks + block] = ranks[block * length + t]!;
      }
    }
  });
}

/** sums[cell][feature] += products[cell][feature][block]. */
function addProducts(sums: Float32Array, products: ArrayLike<number>, block: number, blocks: number): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += products[i * blocks + block]!;
}

/** sums[0] is what was observed, the others are shuffles, each [cell][feature]. */
function pValues(
  sums: readonly Float32Array[],
  feature: number,
  features: number,
  cells: number,
): Float64Array {
  const strengths = (sum: Float32Array): Float32Array =>
    Float32Array.from({ length: cells }, (_, cell) => Math.abs(sum[cell * features + feature]!));
  const best = sums.slice(1).map((sum) => strengths(sum).reduce((a, b) => Math.max(a, b), 0));
  return Float64Array.from(
    strengths(sums[0]!),
    (observed) => (1 + best.filter((max) => max >= observed).length) / sums.length,
  );
}

const identity = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

/** Fisher and Yates. */
function shuffled(n: number, rng: Rng): Int32Array {
  const order = identity(n);
  for (let i = n - 1; i > 0; i--) {
    const j = rng.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** Each column of [n, width] replaced by its ranks, with mean 0 and length 1 (0 where constant). */
function standardRanks(values: Float32Array, width: number): Float32Array {
  const n = values.length / width;
  const out = new Float32Array(values.length);
  const column = new Float32Array(n);
  for (let j = 0; j < width; j++) {
    for (let i = 0; i < n; i++) column[i] = values[i * width + j]!;
    const ranks = ranksOf(column);
    let squares = 0;
    for (const rank of ranks) squares += (rank - (n + 1) / 2) ** 2;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let i = 0; i < n; i++) out[i * width + j] = (ranks[i]! - (n + 1) / 2) * scale;
  }
  return out;
}
