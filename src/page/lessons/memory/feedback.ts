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

/** The network's arrays: weights as in the equations, and their gradients. */
interface Parts extends FeedbackSizes {
  /** Width of what is fed back. */
  readonly S: number;
  readonly w: Arrays;
  readonly d: Arrays;
}

type Numbers = Params['weights'];
type Arrays = Readonly<Record<'W' | 'A' | 'B' | 'b' | 'U' | 'd', Numbers>>;

export function createFeedback(memory: Memory, sizes: FeedbackSizes): FeedbackNetwork {
  const { V, H, k, from } = sizes;
  const S = from === 'output' ? V : H;
  const shapes = { W: [V, H], A: [k, S], B: [H, k], b: [H], U: [V, H], d: [V] };
  const names = Object.entries(shapes).map(([name, shape]) => ({ name, shape }));
  const params = createParams(memory, names, { gradients: true });
  const arrays = (of: (params: Params, name: string) => Numbers): Arrays =>
    Object.fromEntries(names.map(({ name }) => [name, of(params, name)])) as unknown as Arrays;
  const parts: Parts = { ...sizes, S, w: arrays(weightsOf), d: arrays(gradientsOf) };
  return {
    params,
    learn(rows) {
      params.gradients.fill(0);
      const scale = 1 / rows.reduce((sum, { symbols }) => sum + symbols.length, 0);
      let nats = 0;
      for (const row of rows) {
        const steps = forward(parts, row.symbols);
        row.targets.forEach((target, t) => (nats -= log(steps.p[t]![target]!)));
        backward(parts, steps, row, scale);
      }
      return nats * scale;
    },
    recall(rows) {
      const right = rows.filter(({ symbols, targets }) => {
        const last = forward(parts, symbols).p.at(-1)!;
        return last.indexOf(Math.max(...last)) === targets.at(-1);
      });
      return right.length / rows.length;
    },
  };
}

function forward({ V, H, k, S, from, w }: Parts, symbols: readonly number[]): Steps {
  const steps: Steps = { h: [], p: [], z: [] };
  let z = new Float64Array(k);
  for (const x of symbols) {
    const h = new Float64Array(H);
    for (let j = 0; j < H; j++) h[j] = tanh(w.W[x * H + j]! + w.b[j]! + dot(w.B, j * k, z));
    const y = new Float64Array(V);
    for (let v = 0; v < V; v++) y[v] = w.d[v]! + dot(w.U, v * H, h);
    const p = softmaxOf(y);
    steps.h.push(h);
    steps.p.push(p);
    steps.z.push(z);
    z = new Float64Array(k);
    for (let i = 0; i < k; i++) z[i] = dot(w.A, i * S, from === 'output' ? p : h);
  }
  return steps;
}

function backward({ V, H, k, S, from, w, d }: Parts, { h, p, z }: Steps, row: Row, scale: number): void {
  let dz = new Float64Array(k);
  for (let t = row.symbols.length - 1; t >= 0; t--) {
    const [ht, pt, isOutput] = [h[t]!, p[t]!, from === 'output'];
    const ds = transposed(w.A, dz, S);
    outer(d.A, dz, isOutput ? pt : ht);
    const along = isOutput ? dot(ds, 0, pt) : 0;
    const dy = new Float64Array(V);
    for (let v = 0; v < V; v++) {
      dy[v] = scale * (pt[v]! - Number(v === row.targets[t])) + (isOutput ? pt[v]! * (ds[v]! - along) : 0);
      d.d[v]! += dy[v]!;
    }
    outer(d.U, dy, ht);
    const da = transposed(w.U, dy, H);
    for (let j = 0; j < H; j++) {
      da[j] = (da[j]! + (isOutput ? 0 : ds[j]!)) * (1 - ht[j]! * ht[j]!);
      d.W[row.symbols[t]! * H + j]! += da[j]!;
      d.b[j]! += da[j]!;
    }
    outer(d.B, da, z[t]!);
    dz = transposed(w.B, da, k);
  }
}

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
  let sum = 0;
  for (let v = 0; v < y.length; v++) sum += y[v] = exp(y[v]! - most);
  for (let v = 0; v < y.length; v++) y[v]! /= sum;
  return y;
}
