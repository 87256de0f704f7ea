import type { Floats } from '../../core/floats.js';

/** y = max(x, 0); NaN stays NaN. */
export function relu(n: number, x: Floats, y: Floats): void {
  for (let j = 0; j < n; j++) y[j] = Math.max(0, x[j]!);
}

/** dx = dy where y > 0, else 0. */
export function reluBackward(n: number, y: Floats, dy: Floats, dx: Floats): void {
  for (let j = 0; j < n; j++) dx[j] = y[j]! > 0 ? dy[j]! : 0;
}

/** σ(x) = 1 / (1 + e⁻ˣ); σ'(x) = σ(1 − σ) needs only the value. */
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
