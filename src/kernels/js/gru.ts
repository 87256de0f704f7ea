import type { Floats } from '../../core/floats.js';
import type { CellKernels } from '../kernels.js';
import { sigmoid } from './activations.js';

/** One step of the GRU, everything but the products. Source: layers/gru.ts. */
export const gruKernels = { name: 'gru', forward, backward } satisfies CellKernels;

/**
 * gates [B,3H] holds W_ih x + b_ih, u [B,3H] holds W_hh h' + b_hh, in the order r,z,n:
 * r = σ(gates_r + u_r), z = σ(gates_z + u_z), n = tanh(gates_n + r∘u_n), h = (1−z)∘n + z∘h'.
 * Leaves r,z,n in gates; u is kept, backward needs u_n.
 */
function forward(B: number, H: number, gates: Floats, u: Floats, hBefore: Floats, h: Floats): void {
  for (let b = 0, j = 0; b < B; b++) {
    for (let at = b * 3 * H, end = at + H; at < end; at++, j++) {
      const r = (gates[at] = sigmoid(gates[at]! + u[at]!));
      const z = (gates[at + H] = sigmoid(gates[at + H]! + u[at + H]!));
      const n = (gates[at + 2 * H] = Math.tanh(gates[at + 2 * H]! + r * u[at + 2 * H]!));
      h[j] = (1 - z) * n + z * hBefore[j]!;
    }
  }
}

/**
 * dh [B,H] is ∂L/∂h and is left as the direct part of ∂L/∂h': dh∘z. Writes dgates = ∂L/∂(W_ih x + b_ih) and
 * du = ∂L/∂(W_hh h' + b_hh), both [B,3H]; they differ only in n, where du_n = dgates_n∘r.
 */
function backward(
  B: number,
  H: number,
  gates: Floats,
  u: Floats,
  hBefore: Floats,
  dh: Floats,
  dgates: Floats,
  du: Floats,
): void {
  for (let b = 0, j = 0; b < B; b++) {
    for (let at = b * 3 * H, end = at + H; at < end; at++, j++) {
      const r = gates[at]!;
      const z = gates[at + H]!;
      const n = gates[at + 2 * H]!;
      const dn = dh[j]! * (1 - z) * (1 - n * n);
      const dr = dn * u[at + 2 * H]! * r * (1 - r);
      const dz = dh[j]! * (hBefore[j]! - n) * z * (1 - z);
      dgates[at] = du[at] = dr;
      dgates[at + H] = du[at + H] = dz;
      dgates[at + 2 * H] = dn;
      du[at + 2 * H] = dn * r;
      dh[j] = dh[j]! * z;
    }
  }
}
