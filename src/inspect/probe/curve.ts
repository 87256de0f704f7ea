import type { Feature } from '../features/feature.js';
import { exactAssociation } from '../scores/exact.js';
import type { Gram } from './gram.js';
import { createRidge, type Ridge } from './ridge.js';

const LAMBDA = 1e-3;
/** The largest number of cells that is searched for greedily. */
const GREEDY = 64;

/** What k cells together know of a feature, on the scale of score.ts, measured on the held-out sample. */
export interface ProbePoint {
  readonly k: number;
  readonly score: number;
  /** The cells in the order of their choice; empty for the last point, which uses all. */
  readonly cells: readonly number[];
}

/** The held-out sample: activations [n, cells] and the values of each feature. */
export interface ProbeTest {
  readonly activations: Float32Array;
  readonly values: readonly Float32Array[];
}

/**
 * One cell or a crowd? Ridge regression on the best k = 1, 2, 4, ... cells, each chosen by what it adds to those before
 * it (orthogonal matching pursuit), and at last on all. Chosen and fitted on the Gram matrix of one sample, scored on
 * the other.
 */
export function probeCurves(gram: Gram, test: ProbeTest, features: readonly Feature[]): ProbePoint[][] {
  const everything = createRidge(gram.G, gram.cells, LAMBDA);
  for (let cell = 0; cell < gram.cells; cell++) everything.add(cell);
  return features.map((feature, f) => {
    const point = (ridge: Ridge): ProbePoint => {
      const predictions = predict(gram, ridge, ridge.solve(gram.b[f]!), test.activations);
      const score = exactAssociation(predictions, test.values[f]!, feature.kind);
      return { k: ridge.chosen.length, score, cells: ridge === everything ? [] : [...ridge.chosen] };
    };
    return [...greedy(gram, gram.b[f]!, point), point(everything)];
  });
}

function greedy(gram: Gram, b: Float64Array, point: (ridge: Ridge) => ProbePoint): ProbePoint[] {
  const ridge = createRidge(gram.G, gram.cells, LAMBDA);
  const points: ProbePoint[] = [];
  const most = Math.min(GREEDY, gram.cells - 1);
  for (let k = 1; k <= most; k++) {
    ridge.add(mostTelling(gram, ridge, b));
    if ((k & (k - 1)) === 0) points.push(point(ridge));
  }
  return points;
}

/** The cell that goes best with what the chosen ones leave unexplained. */
function mostTelling({ G, cells }: Gram, ridge: Ridge, b: Float64Array): number {
  const left = b.slice();
  const w = ridge.solve(b);
  ridge.chosen.forEach((cell, i) => {
    for (let j = 0; j < cells; j++) left[j]! -= G[cell * cells + j]! * w[i]!;
  });
  let best = -1;
  for (let j = 0; j < cells; j++) {
    if (ridge.chosen.includes(j)) continue;
    if (best < 0 || Math.abs(left[j]!) > Math.abs(left[best]!)) best = j;
  }
  return best;
}

function predict(
  { cells, mean, scale }: Gram,
  { chosen }: Ridge,
  w: Float64Array,
  x: Float32Array,
): Float32Array {
  const columns = Int32Array.from(chosen);
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
