import { AssertionError } from 'chai';
import type { Context } from 'mocha';
import { openLibrary } from '../../src/kernels/blas/library.js';
import { chooseBackend, type Backend, type BackendName } from '../../src/kernels/index.js';

const hasBlas = 'sgemm' in (await openLibrary());

/** The backends that this machine must have: blas only where there is a library. */
export const backendNames: readonly BackendName[] = hasBlas ? ['js', 'wasm', 'blas'] : ['js', 'wasm'];

/** The backend of that name and no other: a test that compares implementations must not compare one with itself. */
export async function theBackend(name: BackendName): Promise<Backend> {
  const backend = await chooseBackend(name);
  if (backend.name === name && backend.kernels.name === name) return backend;
  throw new AssertionError(`${name} was to run, not ${backend.kernels.name}: ${backend.why}`);
}

/** The same; a test is skipped where it is blas and no library is installed. */
export async function theBackendOrSkip(name: BackendName, test: Context): Promise<Backend> {
  if (!backendNames.includes(name)) test.skip();
  return theBackend(name);
}
