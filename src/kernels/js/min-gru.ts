import type { Floats } from '../../core/floats.js';
import type { CellKernels } from '../kernels.js';
import { sigmoid } from './activations.js';

/** One step of the minimal gated recurrent unit. Source: layers/min-gru.ts. */
export const minGruKernels = { name: 'minGru', forward, backward } satisfies CellKernels;

/** gates [B,2H] holds the pre-activations z,n and is left holding σ(z),n; h = (1−z)∘h' + z∘n, [B,H]. */
function forward(B: number, H: number, gates: Floats, hBefore: Floats, h: Floats): void {
  for (let b = 0, j = 0; b < B; b++) {
    for (let at = b * 2 * H, end = at + H; at < end; at++, j++) {
      const z = (gates[at] = sigmoid(gates[at]!));
      const n = gates[at + H]!;
      h[j] = (1 - z) * hBefore[j]! + z * n;
    }
  }
}

/**
 * dh [B,H] is ∂L/∂h and is left as ∂L/∂h': dh∘(1−z). dgates [B,2H], which may lie over gates, is
 * ∂L/∂(pre-activations): dgates_z = dh∘(n − h')∘z(1−z); dgates_n = dh∘z.
 */
function backward(B: number, H: number, gates: Floats, hBefore: Floats, dh: Floats, dgates: Floats): void {
  for (let b = 0, j = 0; b < B; b++) {
    for (let at = b * 2 * H, end = at + H; at < end; at++, j++) {
      const z = gates[at]!;
      const n = gates[at + H]!;
      dgates[at] = dh[j]! * (n - hBefore[j]!) * z * (1 - z);
      dgates[at + H] = dh[j]! * z;
      dh[j] = dh[j]! * (1 - z);
    }
  }
}
