import type { Kernels } from './kernels.js';

/** Kernels whose products give a row, or a map, the same bytes whatever the others are. */
export function independentRows(kernels: Kernels): Kernels {
  return { ...kernels, gemmPacked: kernels.gemmPackedRows, convolve: kernels.convolveMaps };
}

/** The same with 16-bit weights: half the memory traffic per character, at nearly the same loss. */
export function int16Weights(kernels: Kernels): Kernels {
  const { createPacked16, pack16, gemmPacked16 } = kernels;
  return { ...kernels, createPacked: createPacked16, pack: pack16, gemmPacked: gemmPacked16 };
}
