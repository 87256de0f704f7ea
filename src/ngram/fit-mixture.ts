import { BETWEEN_CHECKS, type Check } from '../core/check.js';
import type { Floats, Ids } from '../core/floats.js';
import { usualMixture, type Mixture } from './mixture.js';

/** What was predicted at N places of a text, and what followed. */
export interface Predictions {
  readonly V: number;
  /** [N, V]: logits of the network. */
  readonly logits: Floats;
  /** [N, V]: log P_counts. */
  readonly logCounts: Floats;
  /** [N]: log Λ. */
  readonly logShares: Floats;
  /** [N]: the id that followed. */
  readonly targets: Ids;
}

/** Places from ... to − 1. */
export interface Places {
  readonly from: number;
  readonly to: number;
  /** Called every few milliseconds; may throw to stop. */
  readonly check?: Check | undefined;
}

/** The strength of the usual mixture, which keeps that of a few places close to it. */
const PRIOR = 10;
const MOST_STEPS = 50;
/** The shortest part of a step that is tried, and the gain in nats per place below which the minimum is found. */
const [SHORTEST, LEAST_GAIN] = [1e-6, 1e-9];

/**
 * The mixture under which the symbols that followed places are likeliest. Its loss is convex in the four parameters θ, with exact
 * derivatives, so a few steps of Newton's method find the minimum. With x = log P_network, l = log P_counts, the
 * features f = (1, log Λ) and the mean E under P:
 *
 *     ∂/∂a = E x − x[target],   ∂²/∂a∂b = E x l − E x · E l,   and so on; times f, and f·f', for constants and slopes
 */
export function fitMixture(predictions: Predictions, places: Places): Mixture {
  const prior = parametersOf(usualMixture);
  const at = (theta: readonly number[]): Point => ({
    theta,
    ...derivatives(predictions, places, theta, prior),
  });
  let here = at(prior);
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = stepDown(here, at);
    if (next === undefined) break;
    const gained = here.loss - next.loss;
    here = next;
    if (gained < LEAST_GAIN * (places.to - places.from)) break;
  }
  const [a, slopeOfA, b, slopeOfB] = here.theta as [number, number, number, number];
  return { network: [a, slopeOfA], counts: [b, slopeOfB] };
}

/** Parameters θ, and the loss and its derivatives there. */
interface Point extends Derivatives {
  readonly theta: readonly number[];
}

/** A step of Newton's method, or a part of it where the whole leads uphill; undefined at the minimum. */
function stepDown(
  { theta, loss, gradient, hessian }: Point,
  at: (theta: readonly number[]) => Point,
): Point | undefined {
  const direction = solve(hessian, gradient);
  for (let size = 1; size > SHORTEST; size /= 2) {
    const next = at(theta.map((value, i) => value - size * direction[i]!));
    if (next.loss < loss) return next;
  }
  return undefined;
}

/** The mean nats of places under a mixture. */
export function mixtureLoss(predictions: Predictions, places: Places, mixture: Mixture): number {
  const theta = parametersOf(mixture);
  return derivatives(predictions, places, theta, theta).loss / (places.to - places.from);
}

const parametersOf = ({ network, counts }: Mixture): number[] => [...network, ...counts];

interface Derivatives {
  /** Σ nats, and the prior. */
  readonly loss: number;
  /** [4]. */
  readonly gradient: Float64Array;
  /** [4, 4]. */
  readonly hessian: Float64Array;
}

function derivatives(
  { V, logits, logCounts, logShares, targets }: Predictions,
  { from, to, check }: Places,
  theta: readonly number[],
  prior: readonly number[],
): Derivatives {
  const gradient = new Float64Array(4);
  const hessian = new Float64Array(16);
  const p = new Float64Array(V);
  const between = Math.ceil(BETWEEN_CHECKS / V);
  let loss = 0;
  for (let n = from; n < to; n++) {
    if (n % between === 0) check?.();
    const f = logShares[n]!;
    const [a, b] = [theta[0]! + theta[1]! * f, theta[2]! + theta[3]! * f];
    const at = n * V;
    const y = at + targets[n]!;
    let max = -Infinity;
    for (let c = 0; c < V; c++) max = Math.max(max, (p[c] = a * logits[at + c]! + b * logCounts[at + c]!));
    let [sum, x, l, xx, xl, ll] = [0, 0, 0, 0, 0, 0];
    for (let c = 0; c < V; c++) {
      // relative to the symbol that followed, whose terms then vanish
      const dx = logits[at + c]! - logits[y]!;
      const dl = logCounts[at + c]! - logCounts[y]!;
      const e = Math.exp(p[c]! - max);
      sum += e;
      x += e * dx;
      l += e * dl;
      xx += e * dx * dx;
      xl += e * dx * dl;
      ll += e * dl * dl;
    }
    loss += Math.log(sum) + max - p[targets[n]!]!;
    [x, l] = [x / sum, l / sum];
    addOuter(hessian, [xx / sum - x * x, xl / sum - x * l, ll / sum - l * l], f);
    gradient[0]! += x;
    gradient[1]! += x * f;
    gradient[2]! += l;
    gradient[3]! += l * f;
  }
  for (let i = 0; i < 4; i++) {
    const away = theta[i]! - prior[i]!;
    loss += (PRIOR / 2) * away * away;
    gradient[i]! += PRIOR * away;
    hessian[5 * i]! += PRIOR;
  }
  return { loss, gradient, hessian };
}

/** Adds the second derivatives by (a, a), (a, b) and (b, b), each times (1, f) (1, f)'. */
function addOuter(hessian: Float64Array, [aa, ab, bb]: readonly [number, number, number], f: number): void {
  const factors = [1, f, f, f * f];
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4; j++) {
      const second = i < 2 && j < 2 ? aa : i >= 2 && j >= 2 ? bb : ab;
      hessian[4 * i + j]! += second * factors[2 * (i % 2) + (j % 2)]!;
    }
  }
}

/** x with A x = b for a positive definite A [4, 4], by Gaussian elimination. */
function solve(A: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const [M, x] = [A.slice(), b.slice()];
  for (let k = 0; k < n; k++) {
    for (let i = k + 1; i < n; i++) {
      const factor = M[i * n + k]! / M[k * n + k]!;
      for (let j = k; j < n; j++) M[i * n + j]! -= factor * M[k * n + j]!;
      x[i]! -= factor * x[k]!;
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i]! -= M[i * n + j]! * x[j]!;
    x[i]! /= M[i * n + i]!;
  }
  return x;
}
