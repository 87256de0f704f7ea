import type { Floats } from '../../core/floats.js';

/**
 * One time step of the three cells, everything but the matrix products. The equations stand in kernels.ts and, with
 * their sources, in the layers. σ'(x) = σ(1 − σ) and tanh'(x) = 1 − tanh² need only the values forward left behind.
 */

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

export function rnnForward(n: number, z: Floats, h: Floats): void {
  for (let j = 0; j < n; j++) h[j] = Math.tanh(z[j]!);
}

export function rnnBackward(n: number, h: Floats, dh: Floats, dz: Floats): void {
  for (let j = 0; j < n; j++) dz[j] = dh[j]! * (1 - h[j]! * h[j]!);
}

export function lstmForward(
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

export function lstmBackward(
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

export function gruForward(B: number, H: number, gates: Floats, u: Floats, hBefore: Floats, h: Floats): void {
  for (let b = 0, j = 0; b < B; b++) {
    for (let at = b * 3 * H, end = at + H; at < end; at++, j++) {
      const r = (gates[at] = sigmoid(gates[at]! + u[at]!));
      const z = (gates[at + H] = sigmoid(gates[at + H]! + u[at + H]!));
      const n = (gates[at + 2 * H] = Math.tanh(gates[at + 2 * H]! + r * u[at + 2 * H]!));
      h[j] = (1 - z) * n + z * hBefore[j]!;
    }
  }
}

export function gruBackward(
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
