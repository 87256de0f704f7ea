import type { Floats } from '../../core/floats.js';

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
  readonly sgemm: Sgemm;
}

/** Where the fast libraries usually are, the system's own dynamic loader doing the search. */
const usual: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['libopenblas.so.0', 'libopenblas.so', 'libmkl_rt.so.2', 'libmkl_rt.so.1', 'libmkl_rt.so'],
  darwin: [
    '/System/Library/Frameworks/Accelerate.framework/Accelerate',
    '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
  ],
  win32: ['libopenblas.dll', 'mkl_rt.2.dll', 'mkl_rt.dll'],
};

/** How each library is limited to the calling thread; this program starts its own threads. */
const singleThread = [
  ['void openblas_set_num_threads(int)', 1],
  ['void MKL_Set_Num_Threads(int)', 1],
  ['int BLASSetThreading(int)', 1],
] as const;

/**
 * The first BLAS library found among `files`, or a sentence with the reason why there is none. Uses koffi, an optional
 * dependency, to call it.
 */
export async function openLibrary(files = usual[process.platform] ?? []): Promise<BlasLibrary | string> {
  const koffi = await import('koffi').then((module) => module.default).catch(() => null);
  if (koffi === null) return 'the package koffi, which calls a BLAS library, is not installed';
  process.env['OPENBLAS_NUM_THREADS'] ??= '1';
  for (const file of files) {
    try {
      const library = koffi.load(file);
      const sgemm = library.func(
        'void cblas_sgemm(int, int, int, int, int, int, float, void *, int, void *, int, float, void *, int)',
      ) as unknown as Sgemm;
      for (const [prototype, argument] of singleThread) callIfPresent(library, prototype, argument);
      return { file, sgemm };
    } catch {
      continue;
    }
  }
  return 'no BLAS library was found (OpenBLAS, MKL or Accelerate)';
}

function callIfPresent(
  library: { func(prototype: string): unknown },
  prototype: string,
  argument: number,
): void {
  let call;
  try {
    call = library.func(prototype) as (value: number) => unknown;
  } catch {
    return;
  }
  call(argument);
}
