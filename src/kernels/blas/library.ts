import type { Floats } from '../../core/floats.js';
import { blisToTry, librariesToTry } from './search.js';

/** cblas_sgemm of the Fortran-named BLAS interface, on our own memory. */
export type Sgemm = (
  order: number,
  transA: number,
  transB: number,
  M: number,
  N: number,
  K: number,
  alpha: number,
  A: Floats,
  widthOfA: number,
  B: Floats,
  widthOfB: number,
  beta: number,
  C: Floats,
  widthOfC: number,
) => void;

export interface BlasLibrary {
  /** The file it was loaded from. */
  readonly file: string;
  /** What the bits of its products depend on: version and kind of processor where it reports them, else its file. */
  readonly identity: string;
  readonly sgemm: Sgemm;
}

/** Why there is no BLAS library. */
export interface NoBlas {
  readonly why: string;
  /** Whether installing a library would help; not when the user asked for none. */
  readonly installable: boolean;
}

/** Names of the function and the type of its sizes; NumPy and SciPy ship libraries with prefixes and 64-bit sizes. */
const functionNames = [
  ['cblas_sgemm', 'int'],
  ['scipy_cblas_sgemm', 'int'],
  ['cblas_sgemm64_', 'int64_t'],
  ['scipy_cblas_sgemm64_', 'int64_t'],
] as const;

/** Calls that keep a library on the calling thread, as the threads are ours. */
const singleThread = ['', 'scipy_'].flatMap((prefix) =>
  ['', '64_'].map((suffix) => [`void ${prefix}openblas_set_num_threads${suffix}(int)`, 1] as const),
);
const otherSingleThread = [
  ['void MKL_Set_Num_Threads(int)', 1],
  ['int BLASSetThreading(int)', 1],
] as const;

/** The part of koffi's library that is used. */
interface Loaded {
  func(prototype: string): unknown;
}

/**
 * The first BLAS library that can be called, or why there is none. CHAR_RNN_BLAS names the only file to try, or is
 * `none`. Uses koffi, an optional dependency, to call it.
 */
export async function openLibrary(files?: Iterable<string>): Promise<BlasLibrary | NoBlas> {
  const chosen = process.env['CHAR_RNN_BLAS'];
  if (chosen === 'none') return { why: 'CHAR_RNN_BLAS is none', installable: false };
  const koffi = await loadKoffi();
  if (koffi === null) {
    return { why: 'the optional package koffi, which calls BLAS, is not installed', installable: false };
  }
  const library = firstOf(chosen ? [chosen] : (files ?? librariesToTry()), koffi);
  if (library) return library;
  return chosen
    ? { why: `CHAR_RNN_BLAS: ${chosen} is not a BLAS library that can be loaded`, installable: false }
    : { why: 'no BLAS library found (OpenBLAS, MKL, Accelerate or BLIS)', installable: true };
}

/** BLIS, where it is installed beside `first`: which of them is faster depends on the processor and on the sizes. */
export async function openAnother(first: BlasLibrary): Promise<BlasLibrary | undefined> {
  if (process.env['CHAR_RNN_BLAS']) return undefined;
  const koffi = await loadKoffi();
  const blis = koffi && firstOf(blisToTry(), koffi);
  return blis && blis.identity !== first.identity ? blis : undefined;
}

/** The part of koffi that is used. */
interface Koffi {
  load(file: string): Loaded;
}
const loadKoffi = (): Promise<Koffi | null> =>
  import('koffi').then((module): Koffi => module.default as Koffi).catch(() => null);

function firstOf(files: Iterable<string>, koffi: Koffi): BlasLibrary | undefined {
  for (const name of ['OPENBLAS_NUM_THREADS', 'BLIS_NUM_THREADS']) process.env[name] ??= '1';
  for (const file of files) {
    const library = attempt(() => koffi.load(file));
    const sgemm = library && findSgemm(library);
    if (!library || !sgemm) continue;
    for (const [prototype, argument] of [...singleThread, ...otherSingleThread]) {
      const call = attempt(() => library.func(prototype) as (value: number) => unknown);
      call?.(argument);
    }
    return { file, identity: identityOf(library) ?? file, sgemm };
  }
  return undefined;
}

/** As in `OpenBLAS 0.3.21, Haswell`: OpenBLAS and BLIS choose their loops by the processor. */
function identityOf(library: Loaded): string | undefined {
  const ask = <T>(prototype: string, ...arguments_: number[]) =>
    attempt(() => (library.func(prototype) as (...values: number[]) => T)(...arguments_));
  const text = (name: string) =>
    ['', 'scipy_']
      .flatMap((prefix) => ['', '64_'].map((suffix) => `const char *${prefix}${name}${suffix}()`))
      .map((prototype) => ask<string>(prototype))
      .find((answer) => answer !== undefined);
  const openblas = text('openblas_get_config')?.match(/^OpenBLAS [\d.]+/)?.[0];
  if (openblas) return `${openblas}, ${text('openblas_get_corename')}`;
  const blis = text('bli_info_get_version_str');
  const kind = ask<number>('int bli_arch_query_id()');
  if (blis === undefined || kind === undefined) return undefined;
  return `BLIS ${blis}, ${ask<string>('const char *bli_arch_string(int)', kind)}`;
}

function findSgemm(library: Loaded): Sgemm | undefined {
  for (const [name, size] of functionNames) {
    const sizes = `${size}, ${size}, ${size}`;
    const prototype = `void ${name}(int, int, int, ${sizes}, float, void *, ${size}, void *, ${size}, float, void *, ${size})`;
    const found = attempt(() => library.func(prototype) as Sgemm);
    if (found) return found;
  }
  return undefined;
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
