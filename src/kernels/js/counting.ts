import type { Kernels } from '../kernels.js';

/** out[u·width + i] = table[u·steps + clamp(⌊(x[rows[i]·stride + u] − low[u])·scale[u]⌋, 0, steps − 1)]. */
export const quantize: Kernels['quantize'] = (
  n,
  units,
  rows,
  stride,
  x,
  low,
  scale,
  steps,
  table,
  width,
  out,
) => {
  for (let u = 0; u < units; u++) {
    for (let i = 0; i < n; i++) {
      const distance = Math.fround(x[rows[i]! * stride + u]! - low[u]!);
      const step = Math.trunc(Math.fround(distance * scale[u]!));
      out[u * width + i] = table[u * steps + Math.max(0, Math.min(steps - 1, step))]!;
    }
  }
};

/** counts[32·bin + code] = how many i have bins[i] = bin and codes[i] = code, for bins below B. */
export const countPairs: Kernels['countPairs'] = (n, B, bins, codes, counts) => {
  counts.fill(0, 0, B * 32);
  for (let i = 0; i < n; i++) counts[bins[i]! * 32 + codes[i]!]!++;
};
