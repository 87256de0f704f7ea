import type { Floats } from '../../core/floats.js';
import type { CellKernels } from '../kernels.js';
import { sigmoid } from './activations.js';

/** One step of the LSTM, everything but the products. Source: layers/lstm.ts. */
export const lstmKernels = { name: 'lstm', forward, backward } satisfies CellKernels;

/**
 * gates [B,4H] holds the pre-activations i,f,g,o and is left holding σ(i),σ(f),tanh(g),σ(o);
 * c = f∘c' + i∘g; tanhC = tanh(c); h = o∘tanhC. All [B,H].
 */
function forward(
  B: number,
  H: number,
  gates: Floats,
  cBefore: Floats,
  c: Floats,
  tanhC: Floats,
  h: Floats,
): void {
  for (let b = 0, u = 0; b < B; b++) {
    for (let at = b * 4 * H, end = at + H; at < end; at++, u++) {
      const i = (gates[at] = sigmoid(gates[at]!));
      const f = (gates[at + H] = sigmoid(gates[at + H]!));
      const g = (gates[at + 2 * H] = Math.tanh(gates[at + 2 * H]!));
      const o = (gates[at + 3 * H] = sigmoid(gates[at + 3 * H]!));
      c[u] = f * cBefore[u]! + i * g;
      tanhC[u] = Math.tanh(c[u]!);
      h[u] = o * tanhC[u]!;
    }
  }
}

/**
 * dc holds ∂L/∂c from the step after and is left as ∂L/∂c'; dz [B,4H], which may lie over gates, is
 * ∂L/∂(pre-activations):
 * dc += dh∘o∘(1 − tanhC²); dz_i = dc∘g∘i(1−i); dz_f = dc∘c'∘f(1−f); dz_g = dc∘i∘(1−g²);
 * dz_o = dh∘tanhC∘o(1−o); dc = dc∘f.
 */
function backward(
  B: number,
  H: number,
  gates: Floats,
  cBefore: Floats,
  tanhC: Floats,
  dh: Floats,
  dc: Floats,
  dz: Floats,
): void {
  for (let b = 0, u = 0; b < B; b++) {
    for (let at = b * 4 * H, end = at + H; at < end; at++, u++) {
      const i = gates[at]!;
      const f = gates[at + H]!;
      const g = gates[at + 2 * H]!;
      const o = gates[at + 3 * H]!;
      const dcell = dc[u]! + dh[u]! * o * (1 - tanhC[u]! * tanhC[u]!);
      dz[at] = dcell * g * i * (1 - i);
      dz[at + H] = dcell * cBefore[u]! * f * (1 - f);
      dz[at + 2 * H] = dcell * i * (1 - g * g);
      dz[at + 3 * H] = dh[u]! * tanhC[u]! * o * (1 - o);
      dc[u] = dcell * f;
    }
  }
}
