import { chooseBackend } from '../../kernels/index.js';

/** The cost of a run: an estimate, not a measurement of the run itself. */
export interface Cost {
  readonly parameters: number;
  /** Floating-point operations of the whole run: 6 for each weight and character (2 forward, 4 backward). */
  readonly flop: number;
}

/**
 * The cost of reading `symbols` with `parameters` weights, forward and backward. NaN for a network on images, some of
 * whose layers use each weight once per pixel.
 */
export function costOf(parameters: number, symbols: number, images: boolean): Cost {
  return { parameters, flop: images ? NaN : 6 * parameters * symbols };
}

/** Rows, columns and inner dimension of the product that is timed: a step of 50 rows in a network of 128 units. */
const [M, N, K] = [50, 512, 128] as const;
const MILLISECONDS = 150;
/** Share of the time of a training step that is spent in products, as docs/performance.md measures it. */
const PRODUCTS = 0.7;

/** Floating-point operations per second that training reaches on one thread here, from the time of one product. */
export async function measureRate(): Promise<number> {
  const { kernels, memory } = await chooseBackend('auto');
  const [A, B, C] = [memory.floats(M * K), memory.floats(K * N), memory.floats(M * N)];
  const packed = kernels.createPacked(memory, K, N);
  kernels.pack(false, B, packed);
  let products = 0;
  const start = performance.now();
  let elapsed = 0;
  while (elapsed < MILLISECONDS) {
    for (let i = 0; i < 20; i++) kernels.gemmPacked(M, A, packed, 0, C);
    products += 20;
    elapsed = performance.now() - start;
  }
  return ((2 * M * N * K * products) / (elapsed / 1000)) * PRODUCTS;
}
