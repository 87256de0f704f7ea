import { createPlainMemory, createSharedMemory, type Memory } from '../../src/core/memory.js';
import type { Kernels } from '../../src/kernels/kernels.js';
import { js } from '../../src/kernels/js/index.js';

export interface TestBackend {
  readonly name: string;
  readonly kernels: Kernels;
  readonly createMemory: () => Memory;
}

/** What can train here. */
export const backends: readonly TestBackend[] = [
  { name: 'js', kernels: js, createMemory: () => createSharedMemory() },
];

/** And the plain loops in float64, which golden numbers hold for as well. */
export const allBackends: readonly TestBackend[] = [
  ...backends,
  { name: 'js (float64)', kernels: js, createMemory: () => createPlainMemory(Float64Array) },
];
