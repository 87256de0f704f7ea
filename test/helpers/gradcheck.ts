import { AssertionError } from 'chai';
import type { Floats } from '../../src/core/floats.js';

/**
 * Compares a gradient with central differences of `loss`, in float64:
 *
 *     |g − ĝ| / max(|g| + |ĝ|, floor) < 1e-6       ĝ_i = (L(x_i + ε) − L(x_i − ε)) / 2ε
 *
 * `loss` must read `x` again at every call. With many numbers, every `stride`-th is tried.
 */
export function gradcheck(what: string, x: Floats, gradient: Floats, loss: () => number, stride = 1): void {
  const epsilon = 1e-5;
  const floor = 1e-3;
  for (let i = 0; i < x.length; i += stride) {
    const before = x[i]!;
    x[i] = before + epsilon;
    const above = loss();
    x[i] = before - epsilon;
    const below = loss();
    x[i] = before;
    const numeric = (above - below) / (2 * epsilon);
    const error =
      Math.abs(numeric - gradient[i]!) / Math.max(Math.abs(numeric) + Math.abs(gradient[i]!), floor);
    if (!(error < 1e-6)) {
      throw new AssertionError(
        `${what}[${i}]: gradient ${gradient[i]}, finite difference ${numeric}, error ${error}`,
      );
    }
  }
}
