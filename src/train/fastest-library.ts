import { layoutParams } from '../core/params.js';
import type { ModelConfig } from '../core/snapshot.js';
import { otherBackend, type Backend } from '../kernels/index.js';
import { modelShapes } from '../model/shapes.js';

/** Multiply-adds of a network's largest product below which the library matters little: no time is spent on it. */
const LEAST_WORK = 1_000_000;

/** Times that every product is repeated; the shortest counts, so that other programs hardly disturb the comparison. */
const ROUNDS = 10;

/** The largest sides of a matrix that is measured: a part of a larger one is multiplied at the same speed. */
const MOST_UNITS = 4096;

/** Milliseconds after which a product is not repeated. */
const ENOUGH_MS = 50;

/** The share of the time that another library must stay below, so that equal ones do not take turns from run to run. */
const WORTHWHILE = 0.95;

/** The sizes of y[M,N] = x[M,K]·W, and of dx = dy·Wᵀ with N and K exchanged. */
interface ProductSize {
  readonly M: number;
  readonly N: number;
  readonly K: number;
}

/**
 * Of two BLAS libraries that are installed the one that multiplies faster here, for the products of a network's steps with
 * `rows` rows a thread: measured in some tens of milliseconds. Else `backend` itself. Bits depend on the library, so a run
 * keeps the name of its own (runs/config.ts).
 */
export async function fastestLibrary(backend: Backend, config: ModelConfig, rows: number): Promise<Backend> {
  const sizes = productsOf(config, rows);
  if (!sizes.some(({ M, N, K }) => M * N * K >= LEAST_WORK)) return backend;
  const other = await otherBackend(backend);
  if (other === undefined) return backend;
  let [own, its] = [0, 0];
  for (const size of sizes) {
    const [first, second] = timeBoth(size, [backend, other]);
    own += first;
    its += second;
  }
  if (its > WORTHWHILE * own) return backend;
  const gain = `${(own / its).toFixed(1)} × the speed of ${backend.kernels.library}`;
  return { ...other, why: `${other.why}; ${gain}` };
}

/** The matrices of a network; a table that is looked up is multiplied only by the lines of its gradient. */
function productsOf(config: ModelConfig, M: number): ProductSize[] {
  const matrices = [...layoutParams(modelShapes(config)).values()].filter(
    ({ name, shape }) => shape.length === 2 && /weight_hh|weight_ih_l[1-9]|decoder/.test(name),
  );
  return matrices.map(({ shape: [N, K] }) => ({
    M,
    N: Math.min(N!, MOST_UNITS),
    K: Math.min(K!, MOST_UNITS),
  }));
}

/** Milliseconds of both products of a matrix with either backend, in turns. */
function timeBoth({ M, N, K }: ProductSize, backends: readonly [Backend, Backend]): [number, number] {
  const [x, y, W] = [M * K, M * N, N * K].map((n) => new Float32Array(n).fill(1e-3)) as FloatTriple;
  const best: [number, number] = [Infinity, Infinity];
  const began = performance.now();
  for (let round = 0; round < ROUNDS && performance.now() - began < ENOUGH_MS; round++) {
    backends.forEach(({ kernels }, i) => {
      const start = performance.now();
      kernels.gemm(false, true, M, N, K, x, W, 0, y);
      kernels.gemm(false, false, M, K, N, y, W, 0, x);
      best[i] = Math.min(best[i]!, performance.now() - start);
    });
  }
  return best;
}
type FloatTriple = [Float32Array, Float32Array, Float32Array];
