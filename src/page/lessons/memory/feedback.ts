import type { Memory } from '../../../core/memory.js';
import { createParams, gradientsOf, weightsOf, type Params } from '../../../core/params.js';
import { exp, tanh } from '../../../kernels/js/exp.js';
import { log } from '../../../kernels/js/log.js';

/**
 * A network that feeds back k numbers, taken either from its hidden state (Elman 1990) or from its softmax output (Jordan
 * 1986), and is the same otherwise:
 *
 *     h = tanh(W[x] + B z' + b)        z' = A s' one step before, and 0 at first
 *     y = U h + d,  p = softmax(y)     s = h (Elman) or p (Jordan)
 *     L = − Σ_t log p_t[target] / n    over the n predictions of all rows
 *
 *     dy = (p − 1_target) / n  [+ p ∘ (dp − p·dp), dp = Aᵀ dz]       Jordan, dz from the step after
 *     dh = Uᵀ dy  [+ Aᵀ dz]                                           Elman
 *     da = dh ∘ (1 − h²)       dz' = Bᵀ da
 *
 * Shapes: W [V, H], A [k, S] with S = H or V, B [H, k], b [H], U [V, H], d [V]. Plain loops, one row after another.
 */
export interface FeedbackNetwork {
  readonly params: Params;
  /** Mean loss of rows of symbols, all of one length, and of their targets; leaves its gradient in params.gradients. */
  learn(rows: readonly Row[]): number;
  /** Whether the likeliest symbol is the target, at the last place of each row: the share of them. */
  recall(rows: readonly Row[]): number;
}

export interface Row {
  readonly symbols: readonly number[];
  readonly targets: readonly number[];
}

export interface FeedbackSizes {
  /** Symbols, hidden units, and numbers fed back. */
  readonly V: number;
  readonly H: number;
  readonly k: number;
  readonly from: 'hidden state' | 'output';
}

/** What is kept of a row for the way back: one array a step. */
interface Steps {
  readonly h: Float64Array[];
  readonly p: Float64Array[];
  /** What was fed into the step. */
  readonly z: Float64Array[];
}

export function createFeedback(memory: Memory, { V, H, k, from }: FeedbackSizes): FeedbackNetwork {
  const S = from === 'output' ? V : H;
  const shapes = { W: [V, H], A: [k, S], B: [H, k], b: [H], U: [V, H], d: [V] };
  const params = createParams(
    memory,
    Object.entries(shapes).map(([name, shape]) => ({ name, shape })),
    { gradients: true },
  );
  const [W, A, B, b, U, d] = Object.keys(shapes).map((name) => weightsOf(params, name)) as Six;
  const [dW, dA, dB, db, dU, dd] = Object.keys(shapes).map((name) => gradientsOf(params, name)) as Six;

  function forward(symbols: readonly number[]): Steps {
    const steps: Steps = { h: [], p: [], z: [] };
    let z = new Float64Array(k);
    for (const x of symbols) {
      const h = Float64Array.from({ length: H }, (_, j) => tanh(W[x * H + j]! + b[j]! + dot(B, j * k, z)));
      const p = softmaxOf(Float64Array.from({ length: V }, (_, v) => d[v]! + dot(U, v * H, h)));
      for (const [list, value] of [
        [steps.h, h],
        [steps.p, p],
        [steps.z, z],
      ] as const)
        list.push(value);
      const s = from === 'output' ? p : h;
      z = Float64Array.from({ length: k }, (_, i) => dot(A, i * S, s));
    }
    return steps;
  }

  function backward({ h, p, z }: Steps, { symbols, targets }: Row, scale: number): void {
    let dz = new Float64Array(k);
    for (let t = symbols.length - 1; t >= 0; t--) {
      const dy = p[t]!.map((value, v) => scale * (value - Number(v === targets[t])));
      const ds = transposed(A, dz, S);
      outer(dA, dz, from === 'output' ? p[t]! : h[t]!);
      if (from === 'output') {
        const mean = dot(ds, 0, p[t]!);
        for (let v = 0; v < V; v++) dy[v]! += p[t]![v]! * (ds[v]! - mean);
      }
      const dh = transposed(U, dy, H);
      if (from !== 'output') ds.forEach((value, j) => (dh[j]! += value));
      outer(dU, dy, h[t]!);
      dy.forEach((value, v) => (dd[v]! += value));
      const da = dh.map((value, j) => value * (1 - h[t]![j]! ** 2));
      da.forEach((value, j) => {
        dW[symbols[t]! * H + j]! += value;
        db[j]! += value;
      });
      outer(dB, da, z[t]!);
      dz = transposed(B, da, k);
    }
  }

  return {
    params,
    learn(rows) {
      params.gradients.fill(0);
      const scale = 1 / rows.reduce((sum, { symbols }) => sum + symbols.length, 0);
      let nats = 0;
      for (const row of rows) {
        const steps = forward(row.symbols);
        row.targets.forEach((target, t) => (nats -= log(steps.p[t]![target]!)));
        backward(steps, row, scale);
      }
      return nats * scale;
    },
    recall(rows) {
      const right = rows.filter(({ symbols, targets }) => {
        const last = forward(symbols).p.at(-1)!;
        return last.indexOf(Math.max(...last)) === targets.at(-1);
      });
      return right.length / rows.length;
    },
  };
}

type Numbers = Params['weights'];
type Six = [Numbers, Numbers, Numbers, Numbers, Numbers, Numbers];

/** A row of a matrix, from `at` on, times a vector. */
function dot(matrix: ArrayLike<number>, at: number, vector: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += matrix[at + i]! * vector[i]!;
  return sum;
}

/** Mᵀ v, for M [v.length, columns]. */
function transposed(M: ArrayLike<number>, v: Float64Array, columns: number): Float64Array<ArrayBuffer> {
  const result = new Float64Array(columns);
  for (let i = 0; i < v.length; i++)
    for (let j = 0; j < columns; j++) result[j]! += M[i * columns + j]! * v[i]!;
  return result;
}

/** M += a bᵀ. */
function outer(M: Numbers, a: Float64Array, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) M[i * b.length + j]! += a[i]! * b[j]!;
}

function softmaxOf(y: Float64Array): Float64Array {
  const most = Math.max(...y);
  const powers = y.map((value) => exp(value - most));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}
