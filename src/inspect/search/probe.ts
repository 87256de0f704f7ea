import type { Floats } from '../../core/floats.js';
import { mean } from '../../core/numbers.js';
import type { Feature } from '../features/feature.js';
import type { Pace } from '../forward/pace.js';
import type { Backend } from '../forward/subject.js';
import { associationOf } from './scores.js';

const LAMBDA = 1e-3;
/** The largest number of cells that are selected greedily. */
const GREEDY = 64;

/** Multiplications of one product of the Gram matrix: a few tenths of a second. */
const PRODUCT = 5e8;
/** The work of one feature's curve, in units of a Pace. */
export const PROBE_UNITS = 4000;

/** How well k cells together predict a feature, on the scale of association(), measured on the held-out sample. */
export interface ProbePoint {
  readonly k: number;
  readonly score: number;
  /** The cells in the order of their selection; empty for the last point, which uses all. */
  readonly cells: readonly number[];
}

/** The held-out sample: activations [n, cells] and the values of each feature. */
interface ProbeTest {
  readonly activations: Float32Array;
  readonly values: readonly Float32Array[];
}

/**
 * One cell or a distributed code? Ridge regression on the best k = 1, 2, 4, ... cells, each selected by what it adds to
 * those before it (orthogonal matching pursuit), and finally on all. Selected and fitted on the Gram matrix of one
 * sample, scored on the other.
 */
export async function probeCurves(
  gram: Gram,
  test: ProbeTest,
  features: readonly Feature[],
  pace: Pace,
): Promise<ProbePoint[][]> {
  const everything = createRidge(gram.G, gram.cells, LAMBDA);
  for (let cell = 0; cell < gram.cells; cell++) {
    everything.add(cell);
    await pace.pause();
  }
  const curves: ProbePoint[][] = [];
  for (const [f, { kind }] of features.entries()) {
    const point = (ridge: Ridge): ProbePoint => {
      const predictions = predict(gram, ridge, ridge.solve(gram.b[f]!), test.activations);
      const score = associationOf(kind, predictions, test.values[f]!);
      return { k: ridge.selected.length, score, cells: ridge === everything ? [] : [...ridge.selected] };
    };
    curves.push([...(await greedy(gram, gram.b[f]!, point, pace)), point(everything)]);
    await pace.pause(PROBE_UNITS);
  }
  return curves;
}

async function greedy(
  gram: Gram,
  b: Float64Array,
  point: (ridge: Ridge) => ProbePoint,
  pace: Pace,
): Promise<ProbePoint[]> {
  const ridge = createRidge(gram.G, gram.cells, LAMBDA);
  const points: ProbePoint[] = [];
  const most = Math.min(GREEDY, gram.cells - 1);
  for (let k = 1; k <= most; k++) {
    ridge.add(nextCell(gram, ridge, b));
    if ((k & (k - 1)) === 0) points.push(point(ridge));
    await pace.pause();
  }
  return points;
}

/** The cell most correlated with the residual of the selected ones. */
function nextCell({ G, cells }: Gram, ridge: Ridge, b: Float64Array): number {
  const left = b.slice();
  const w = ridge.solve(b);
  ridge.selected.forEach((cell, i) => {
    for (let j = 0; j < cells; j++) left[j]! -= G[cell * cells + j]! * w[i]!;
  });
  let best = -1;
  for (let j = 0; j < cells; j++) {
    if (ridge.selected.includes(j)) continue;
    if (best < 0 || Math.abs(left[j]!) > Math.abs(left[best]!)) best = j;
  }
  return best;
}

function predict(
  { cells, mean, scale }: Gram,
  { selected }: Ridge,
  w: Float64Array,
  x: Float32Array,
): Float32Array {
  const columns = Int32Array.from(selected);
  const slopes = Float64Array.from(columns, (j, k) => w[k]! * scale[j]!);
  const level = columns.reduce((sum, j, k) => sum - slopes[k]! * mean[j]!, 0);
  const out = new Float32Array(x.length / cells);
  for (let i = 0, at = 0; i < out.length; i++, at += cells) {
    let sum = level;
    for (let k = 0; k < columns.length; k++) sum += slopes[k]! * x[at + columns[k]!]!;
    out[i] = sum;
  }
  return out;
}

/**
 * The sufficient statistics of linear regression on a sample: with activations and features of mean 0 and activations
 * of variance 1, G = XᵀX / n [cells, cells] and, for each feature, b = Xᵀy / n [cells].
 */
interface Gram {
  readonly cells: number;
  readonly G: Floats;
  readonly b: readonly Float64Array[];
  /** Mean and scale that standardize an activation. */
  readonly mean: Float64Array;
  readonly scale: Float64Array;
}

/** From activations [n, cells] and the values of each feature [n]. */
export async function gramOf(
  activations: Float32Array,
  values: readonly Float32Array[],
  cells: number,
  { kernels, memory }: Backend,
  pace: Pace,
): Promise<Gram> {
  const n = activations.length / cells;
  const { mean, scale } = columnMoments(activations, cells);
  const X = memory.floats(n * cells);
  const G = memory.floats(cells * cells);
  for (let i = 0; i < X.length; i++) X[i] = (activations[i]! - mean[i % cells]!) * scale[i % cells]!;
  // a few rows of G at a time: one product of all would delay signals
  const width = Math.max(1, Math.min(cells, Math.floor(PRODUCT / (n * cells))));
  const some = memory.floats(n * width);
  for (let from = 0; from < cells; from += width) {
    const m = Math.min(width, cells - from);
    for (let i = 0; i < n; i++) some.set(X.subarray(i * cells + from, i * cells + from + m), i * m);
    kernels.gemm(true, false, m, cells, n, some, X, 0, G.subarray(from * cells));
    await pace.pause();
  }
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
  const center = mean(y);
  const b = new Float64Array(cells);
  for (let i = 0; i < y.length; i++) {
    const deviation = (y[i]! - center) / y.length;
    if (deviation === 0) continue;
    for (let j = 0; j < cells; j++) b[j]! += X[i * cells + j]! * deviation;
  }
  return b;
}

/**
 * Ridge regression on selected cells: w = (G_SS + λI)⁻¹ b_S, by the Cholesky factorization G_SS + λI = L Lᵀ, which
 * grows by a row whenever a cell is added.
 */
interface Ridge {
  readonly selected: readonly number[];
  add(cell: number): void;
  /** One weight per selected cell. */
  solve(b: Float64Array): Float64Array;
}

/** Nothing selected yet, of the cells of G [cells, cells]. */
export function createRidge(G: ArrayLike<number>, cells: number, lambda: number): Ridge {
  const selected: number[] = [];
  const L: Float64Array[] = [];
  function add(cell: number): void {
    const n = selected.length;
    const row = new Float64Array(n + 1);
    for (let i = 0; i < n; i++) row[i] = (G[cell * cells + selected[i]!]! - dot(L[i]!, row, i)) / L[i]![i]!;
    row[n] = Math.sqrt(Math.max(1e-12, G[cell * cells + cell]! + lambda - dot(row, row, n)));
    L.push(row);
    selected.push(cell);
  }
  function solve(b: Float64Array): Float64Array {
    const n = selected.length;
    const w = new Float64Array(n);
    for (let i = 0; i < n; i++) w[i] = (b[selected[i]!]! - dot(L[i]!, w, i)) / L[i]![i]!;
    for (let i = n - 1; i >= 0; i--) {
      let sum = w[i]!;
      for (let j = i + 1; j < n; j++) sum -= L[j]![i]! * w[j]!;
      w[i] = sum / L[i]![i]!;
    }
    return w;
  }
  return { selected, add, solve };
}

function dot(x: Float64Array, y: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += x[i]! * y[i]!;
  return sum;
}
