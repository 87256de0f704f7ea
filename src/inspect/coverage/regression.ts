import type { Floats } from '../../core/floats.js';
import type { Backend } from '../forward/subject.js';
import { createRidge } from '../search/probe.js';
import type { Both } from '../search/report.js';
import { scaleOf, sharesOf, standardize, type Columns } from './standardize.js';

const LAMBDA = 1e-3;

/** What a linear regression explains of each cell. */
export interface LinearShares {
  /** Shares of all features together, and of them and the last symbols, on the held-out part. */
  readonly features: Float64Array;
  readonly both: Float64Array;
  /** [feature][cell]: correlations on the selection. */
  readonly correlations: Float32Array;
}

/** A regression on fixed features, of at most `width` cells at a time. */
export interface Regression {
  /** The features, standardized on the selection. */
  readonly features: Both<Columns>;
  /** `cells` standardized on the selection; `recent`: what the last symbols predict for them. */
  shares(cells: Both<Columns>, recent: Both<Columns>): LinearShares;
}

/**
 * Ridge regression of standardized cells on features, and on features and one more number, what the last symbols
 * predict for the cell. With X the features [n, F], G = XᵀX / n, r the prediction about its mean, and for a cell y
 *
 *     w₀ = (G + λ)⁻¹ Xᵀy / n,   v = (G + λ)⁻¹ Xᵀr / n,
 *     β = (rᵀy / n − rᵀX w₀ / n) / (rᵀr / n + λ − rᵀX v / n),   w = w₀ − β v,
 *
 * fitted on the selection.
 */
export function createRegression(
  raw: Both<Columns>,
  width: number,
  { kernels, memory }: Backend,
): Regression {
  const scale = scaleOf(raw.selection);
  const features = {
    selection: standardize(raw.selection, scale),
    heldOut: standardize(raw.heldOut, scale),
  };
  const [F, n, held] = [raw.selection.width, raw.selection.n, raw.heldOut.n];
  const X = filled(memory.floats(n * F), features.selection.values);
  const H = filled(memory.floats(held * F), features.heldOut.values);
  const y = memory.floats(n * width);
  const product = memory.floats(F * Math.max(F, width));
  const predicted = memory.floats(held * width);

  /** Xᵀ·values / n, [F, columns]. */
  function project(values: Floats, columns: number): Float32Array {
    kernels.gemm(true, false, F, columns, n, X, values, 0, product);
    return Float32Array.from(product.subarray(0, F * columns), (sum) => sum / n);
  }
  function predict(weights: Float32Array, columns: number): Floats {
    kernels.gemm(false, false, held, columns, F, H, filled(product, weights), 0, predicted);
    return predicted.subarray(0, held * columns);
  }
  const ridge = createRidge(project(X, F), F, LAMBDA);
  for (let f = 0; f < F; f++) ridge.add(f);

  function shares(cells: Both<Columns>, recent: Both<Columns>): LinearShares {
    const C = cells.selection.width;
    const correlations = project(filled(y, cells.selection.values), C);
    const ofRecent = project(filled(y, recent.selection.values), C);
    const alone = new Float32Array(F * C);
    const beside = new Float32Array(F * C);
    const betas = new Float64Array(C);
    const means = new Float64Array(C);
    for (let c = 0; c < C; c++) {
      const d = column(ofRecent, F, C, c);
      const [w, v] = [ridge.solve(column(correlations, F, C, c)), ridge.solve(d)];
      const { mean, ry, rr } = moments(recent.selection, cells.selection, c);
      means[c] = mean;
      betas[c] = (ry - dot(d, w)) / (rr + LAMBDA - dot(d, v));
      for (let f = 0; f < F; f++) {
        alone[f * C + c] = w[f]!;
        beside[f * C + c] = w[f]! - betas[c]! * v[f]!;
      }
    }
    const byFeatures = sharesOf(cells.heldOut, predict(alone, C));
    const both = predict(beside, C);
    for (let at = 0; at < both.length; at++)
      both[at]! += betas[at % C]! * (recent.heldOut.values[at]! - means[at % C]!);
    return { features: byFeatures, both: sharesOf(cells.heldOut, both), correlations };
  }
  return { features, shares };
}

function filled(room: Floats, values: Float32Array): Floats {
  room.set(values);
  return room;
}

const column = (matrix: Float32Array, rows: number, width: number, c: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => matrix[row * width + c]!);

/** Of one column of r and y: the mean of r, and rᵀy / n and rᵀr / n with r about its mean; y has a mean of 0. */
function moments(r: Columns, y: Columns, c: number): { mean: number; ry: number; rr: number } {
  let [mean, ry, rr] = [0, 0, 0];
  for (let i = 0, at = c; i < r.n; i++, at += r.width) {
    mean += r.values[at]! / r.n;
    ry += (r.values[at]! * y.values[at]!) / r.n;
    rr += r.values[at]! ** 2 / r.n;
  }
  return { mean, ry, rr: rr - mean * mean };
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
