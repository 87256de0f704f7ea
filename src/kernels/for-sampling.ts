import type { Kernels } from './kernels.js';

/** Kernels whose products give a row the same bytes whatever the other rows are. */
export function independentRows(kernels: Kernels): Kernels {
  return { ...kernels, gemmPacked: kernels.gemmPackedRows };
}

/** The same with weights of 16 bits: half the bytes to read for a character, for a loss that is all but the same. */
export function int16Weights(kernels: Kernels): Kernels {
  const { createPacked16, pack16, gemmPacked16 } = kernels;
  return { ...kernels, createPacked: createPacked16, pack: pack16, gemmPacked: gemmPacked16 };
}
