import { createPlainMemory, createSharedMemory, type Memory } from '../../src/core/memory.js';
import type { Kernels } from '../../src/kernels/kernels.js';
import { js } from '../../src/kernels/js/index.js';
import { backendNames, theBackend } from '../helpers/backend.js';

export interface TestBackend {
  readonly name: string;
  readonly kernels: Kernels;
  readonly memory: Memory;
}

/** The faster backends that this machine has. */
const others = await Promise.all(backendNames.filter((name) => name !== 'js').map(theBackend));

/** What can train here. */
export const backends: readonly TestBackend[] = [
  { name: 'js', kernels: js, memory: createSharedMemory() },
  ...others,
];

/** And the plain loops in float64, which must match the golden numbers too. */
export const allBackends: readonly TestBackend[] = [
  ...backends,
  { name: 'js (float64)', kernels: js, memory: createPlainMemory(Float64Array) },
];
