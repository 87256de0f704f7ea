import { createPlainMemory, createSharedMemory, type Memory } from '../core/memory.js';
import { agrees } from './agrees.js';
import { js } from './js/index.js';
import type { BlasLibrary, NoBlas } from './blas/library.js';
import type { Kernels } from './kernels.js';

export type BackendName = 'js' | 'wasm' | 'blas';

/** Kernels, the Memory they work on, and one sentence with the reason for the choice. */
export interface Backend {
  readonly name: BackendName;
  readonly why: string;
  /** Why there is no BLAS, where one was wanted. */
  readonly noBlas?: string;
  /** A BLAS library would be faster, and none is installed. */
  readonly lacksBlas?: boolean;
  readonly memory: Memory;
  readonly kernels: Kernels;
}

/**
 * The backend that was asked for, or with `auto` the fastest that works here: blas, else wasm, else js. A backend that
 * is missing, too old or computes wrong products is skipped, and `why` reports it. A worker passes the `memory` it
 * shares. Of several BLAS libraries the one named `library` multiplies, if it is installed.
 *
 * @example
 * const { name, kernels, memory } = await chooseBackend();
 */
export async function chooseBackend(
  wanted: 'auto' | BackendName = 'auto',
  memory?: Memory,
  library?: string,
): Promise<Backend> {
  if (wanted === 'js') return plainLoops('as asked', memory);
  const shared = memory ?? sharedMemory();
  if (shared === null) return plainLoops('this runtime has no shared WebAssembly memory');
  const simd = await openWasm(shared);
  if (simd === null) return plainLoops('this runtime has no WebAssembly SIMD', memory);
  if (wanted === 'wasm') return simd;
  const native = await openBlas(simd, library);
  if ('kernels' in native) return native;
  return { ...simd, why: `${simd.why}; ${native.why}`, noBlas: native.why, lacksBlas: native.installable };
}

/** The backend of a thread that works with others on one task. Throws where it would differ from theirs. */
export async function backendOfThread(
  name: BackendName,
  memory?: Memory,
  library?: string,
): Promise<Backend> {
  const backend = await chooseBackend(name, memory, library);
  const same = library === undefined || backend.kernels.library === library;
  if (backend.name === name && same) return backend;
  throw new Error(
    `a thread has the ${backend.name} backend and not ${name}: ${backend.noBlas ?? backend.why}`,
  );
}

/** The same backend with another BLAS library that is installed; undefined where there is none. */
export async function otherBackend({ name, kernels, memory }: Backend): Promise<Backend | undefined> {
  if (name !== 'blas') return undefined;
  const { openLibrary, openAnother } = await import('./blas/library.js');
  const first = await openLibrary();
  const other = 'sgemm' in first ? await openAnother(first) : undefined;
  if (other === undefined || other.identity === kernels.library) return undefined;
  const backend = await chooseBackend('blas', memory, other.identity);
  return backend.kernels.library === other.identity ? backend : undefined;
}

/** Loads the programs of a backend, with `auto` those of all, so that chooseBackend() finds them in memory. */
export async function preloadBackend(name: 'auto' | BackendName): Promise<void> {
  if (name === 'js') return;
  await Promise.all([import('./wasm/module.js'), import('./wasm/index.js')]);
  if (name !== 'wasm') await (await import('./blas/library.js')).openLibrary();
}

function plainLoops(why: string, memory?: Memory): Backend {
  return {
    name: 'js',
    why: `plain loops: ${why}`,
    memory: memory ?? sharedMemory() ?? createPlainMemory(),
    kernels: js,
  };
}

/** null where there is none: an old runtime, or a page that is not cross-origin isolated. */
function sharedMemory(): Memory | null {
  try {
    return createSharedMemory();
  } catch {
    return null;
  }
}

async function openWasm(memory: Memory): Promise<Backend | null> {
  const { compileModule } = await import('./wasm/module.js');
  const { createWasmKernels } = await import('./wasm/index.js');
  const compiled = await compileModule();
  if (compiled === null) return null;
  const kernels = await createWasmKernels(compiled, memory);
  if (!agrees(kernels, memory)) return null;
  const why = compiled.relaxed ? 'relaxed WebAssembly SIMD' : 'WebAssembly SIMD';
  return { name: 'wasm', why, memory, kernels };
}

const described = ({ file, identity }: BlasLibrary) => (identity === file ? file : `${file} (${identity})`);

/** The system's BLAS, or that named `wanted`, for products beside the kernels of `base`, or why not. */
async function openBlas(base: Backend, wanted?: string): Promise<Backend | NoBlas> {
  if (!globalThis.process?.versions?.node) return { why: 'a browser has no BLAS', installable: false };
  const { openLibrary, openAnother } = await import('./blas/library.js');
  const { createBlasKernels } = await import('./blas/index.js');
  const first = await openLibrary();
  if (!('sgemm' in first)) return first;
  const another = wanted === undefined || first.identity === wanted ? undefined : await openAnother(first);
  const library = another && another.identity === wanted ? another : first;
  const kernels = createBlasKernels(library, base.kernels);
  if (!agrees(kernels, base.memory))
    return { why: `${library.file} gives wrong products`, installable: false };
  return {
    name: 'blas',
    why: `products by ${described(library)}, the rest by ${base.why}`,
    memory: base.memory,
    kernels,
  };
}
