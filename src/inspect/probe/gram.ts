import type { Memory } from '../../core/memory.js';
import type { Kernels } from '../../kernels/kernels.js';

/**
 * All that linear regression needs of a sample: with activations and features brought to mean 0 and the activations to
 * variance 1, G = XᵀX / n [cells, cells] and, for each feature, b = Xᵀy / n [cells].
 */
export interface Gram {
  readonly cells: number;
  readonly G: Float32Array | Float64Array;
  readonly b: readonly Float64Array[];
  /** What brings an activation to mean 0 and variance 1. */
  readonly mean: Float64Array;
  readonly scale: Float64Array;
}

/** From activations [n, cells] and the values of each feature [n]. */
export function gramOf(
  activations: Float32Array,
  values: readonly Float32Array[],
  cells: number,
  { kernels, memory }: { kernels: Kernels; memory: Memory },
): Gram {
  const n = activations.length / cells;
  const { mean, scale } = columnMoments(activations, cells);
  const X = memory.floats(n * cells);
  const G = memory.floats(cells * cells);
  for (let i = 0; i < X.length; i++) X[i] = (activations[i]! - mean[i % cells]!) * scale[i % cells]!;
  kernels.gemm(true, false, cells, cells, n, X, X, 0, G);
  kernels.scale(G.length, 1 / n, G);
  return { cells, G, b: values.map((value) => project(X, value, cells)), mean, scale };
}

function columnMoments(x: Float32Array, width: number): { mean: Float64Array; scale: Float64Array } {
  const n = x.length / width;
  const mean = new Float64Array(width);
  const squares = new Float64Array(width);
  for (let i = 0; i < x.length; i++) mean[i % width]! += x[i]! / n;
  for (let i = 0; i < x.length; i++) squares[i % width]! += (x[i]! - mean[i % width]!) ** 2 / n;
  return { mean, scale: squares.map((square) => (square > 1e-12 ? 1 / Math.sqrt(square) : 0)) };
}

/** b[j] = Σ_i X[i,j] (y[i] − mean y) / n. */
function project(X: ArrayLike<number>, y: Float32Array, cells: number): Float64Array {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const b = new Float64Array(cells);
  for (let i = 0; i < y.length; i++) {
    const deviation = (y[i]! - mean) / y.length;
    if (deviation === 0) continue;
    for (let j = 0; j < cells; j++) b[j]! += X[i * cells + j]! * deviation;
  }
  return b;
}
