import type { Floats } from '../../core/floats.js';
import type { CellKernels } from '../kernels.js';

/** One step of the simple recurrent network, everything but the products. Source: layers/rnn.ts. */
export const rnnKernels = { name: 'rnn', forward, backward } satisfies CellKernels;

/** h = tanh(z). All [B,H]. */
function forward(B: number, H: number, z: Floats, h: Floats): void {
  for (let j = 0; j < B * H; j++) h[j] = Math.tanh(z[j]!);
}

/** dz = dh ∘ (1 − h²). All [B,H]. */
function backward(B: number, H: number, h: Floats, dh: Floats, dz: Floats): void {
  for (let j = 0; j < B * H; j++) dz[j] = dh[j]! * (1 - h[j]! * h[j]!);
}
