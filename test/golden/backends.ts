import { createPlainMemory, createSharedMemory, type Memory } from '../../src/core/memory.js';
import { chooseBackend } from '../../src/kernels/index.js';
import type { Kernels } from '../../src/kernels/kernels.js';
import { js } from '../../src/kernels/js/index.js';

export interface TestBackend {
  readonly name: string;
  readonly kernels: Kernels;
  readonly memory: Memory;
}

/** The faster backends that this machine can run; where it has no BLAS, `blas` is `wasm` once more and is left out. */
const others = [await chooseBackend('wasm'), await chooseBackend('blas')].filter(
  ({ name }, i) => name === ['wasm', 'blas'][i],
);

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
