import type { Bytes, Floats, Ids } from '../core/floats.js';
import type { Memory } from '../core/memory.js';
import type { ConvolutionKernels } from './convolution-kernels.js';
import type { MapKernels } from './map-kernels.js';

/**
 * A weight matrix stored the way this backend multiplies by it fastest. Made once, filled at every change of
 * the weights, read at every time step.
 */
export interface Packed {
  /** Rows of op(B), the inner dimension of the product. */
  readonly K: number;
  /** Columns of op(B), the columns of the product. */
  readonly N: number;
}

/**
 * One time step of a cell, everything but the matrix products, for B rows of H units each. Arrays as the cell's own
 * kernels name them; at most eight.
 */
export type CellStep = (B: number, H: number, ...arrays: Floats[]) => void;

/** A cell's plain loops. A backend that has its own looks for them under `name`. */
export interface CellKernels {
  readonly name: string;
  readonly forward: CellStep;
  readonly backward: CellStep;
}

/**
 * The NumPy of this project: everything that is done to many numbers at once. One record of functions, passed in.
 * `js` is the reference; `wasm` and `blas` are faster implementations of the same functions and pass the same tests.
 *
 * Matrices are dense and row-major. Sizes come first, then inputs, then the output. Nothing allocates but
 * `create...`. Float arguments live in the Memory the kernels were made for.
 */
export interface Kernels extends ConvolutionKernels, MapKernels {
  readonly name: string;
  /** The library that multiplies, where one does, with its version and kind of processor: bits depend on it. */
  readonly library?: string;

  // -- products ---------------------------------------------------------------------------------------------

  /**
   * C[M,N] = β·C + op(A)·op(B), where op(A) is [M,K] and op(B) is [K,N]; a transposed operand is stored the other way
   * round.
   */
  gemm(
    transA: boolean,
    transB: boolean,
    M: number,
    N: number,
    K: number,
    A: Floats,
    B: Floats,
    beta: 0 | 1,
    C: Floats,
  ): void;
  /** Room for op(B) [K,N] in this backend's own order. */
  createPacked(memory: Memory, K: number, N: number): Packed;
  /** packed = op(B); with `transB`, B is stored [N,K]. */
  pack(transB: boolean, B: Floats, packed: Packed): void;
  /** C[M,N] = β·C + A[M,K]·packed. */
  gemmPacked(M: number, A: Floats, packed: Packed, beta: 0 | 1, C: Floats): void;
  /** The same; a row of C is the same bytes for every M. */
  gemmPackedRows(M: number, A: Floats, packed: Packed, beta: 0 | 1, C: Floats): void;
  /** Room for op(B) [K,N] in integers of 16 bits with a scale for each column; see js/int16.ts. */
  createPacked16(memory: Memory, K: number, N: number): Packed;
  pack16(transB: boolean, B: Floats, packed: Packed): void;
  /** C[M,N] = β·C + A[M,K]·packed. A row of C is the same bytes for every M, and in every backend. */
  gemmPacked16(M: number, A: Floats, packed: Packed, beta: 0 | 1, C: Floats): void;

  // -- rows -------------------------------------------------------------------------------------------------

  /** y[r,:] = bias for every row r < R of width n. */
  broadcastRows(R: number, n: number, bias: Floats, y: Floats): void;
  /** y[j] += Σ_r x[r,j]. */
  sumRows(R: number, n: number, x: Floats, y: Floats): void;
  /** y[r,:] = table[ids[r],:]. */
  gatherRows(R: number, n: number, table: Floats, ids: Ids, y: Floats): void;
  /** table[ids[r],:] += x[r,:], in the order of r. */
  scatterAddRows(R: number, n: number, x: Floats, ids: Ids, table: Floats): void;
  /** y[n,R] = transpose of x[R,n] (β = 0), or y += it (β = 1). */
  transpose(R: number, n: number, x: Floats, beta: 0 | 1, y: Floats): void;

  // -- cells ------------------------------------------------------------------------------------------------

  /**
   * This backend's implementation of a cell's step, or the given plain loops where it has none. The loops of each cell,
   * and what they compute, are in js/<cell>.ts.
   */
  cell<K extends CellKernels>(loops: K): K;

  // -- loss -------------------------------------------------------------------------------------------------

  /**
   * For each row r of logits [R,V]: p = softmax(logits[r]), nats = −log p[target]; replaces the row by
   * scale·mask[r]·(p − onehot(target)), its gradient, and returns Σ mask[r]·nats. nats[r] is written, unmasked,
   * and so is best[r], if given: the v of the largest logit, the first of equals.
   */
  softmaxCrossEntropy(
    R: number,
    V: number,
    logits: Floats,
    targets: Ids,
    mask: Floats,
    scale: number,
    nats: Floats,
    best?: Ids,
  ): number;

  // -- dropout ----------------------------------------------------------------------------------------------

  /**
   * y = x / keep where a hash of (key, t, first + b, d) falls below keep, else 0, for x [T,B,D] that is rows
   * first ... first+B−1 of a batch of `total` rows. The mask depends on nothing else: the same key gives the same
   * mask in the backward pass and for any division of the batch among threads. See dropout.ts for the hash.
   */
  dropout(
    T: number,
    B: number,
    D: number,
    first: number,
    total: number,
    keep: number,
    key: number,
    x: Floats,
    y: Floats,
  ): void;

  // -- counting: activations as histograms -----------------------------------------------------------------------

  /**
   * Sorts units 0 ... units−1 of n rows into bins, one look-up each: out[u·width + i] =
   * table[u·steps + clamp(⌊(x[rows[i]·stride + u] − low[u])·scale[u]⌋, 0, steps−1)], for table [units, steps].
   */
  quantize(
    n: number,
    units: number,
    rows: Ids,
    stride: number,
    x: Floats,
    low: Floats,
    scale: Floats,
    steps: number,
    table: Bytes,
    width: number,
    out: Bytes,
  ): void;
  /**
   * counts[32·bin + code] = how many i < n have bins[i] = bin and codes[i] = code, for bins below B and codes below 32.
   */
  countPairs(n: number, B: number, bins: Bytes, codes: Bytes, counts: Ids): void;

  // -- flat arrays: gradients and optimizers ------------------------------------------------------------------

  /** x = 0. */
  zero(n: number, x: Floats): void;
  /** y += x. */
  add(n: number, x: Floats, y: Floats): void;
  /** x *= a. */
  scale(n: number, a: number, x: Floats): void;
  /** x = min(max(x, −limit), limit); NaN stays NaN. */
  clamp(n: number, limit: number, x: Floats): void;
  /** Σ x², accumulated in float64 (or in several float32 partial sums of bounded length). */
  sumSquares(n: number, x: Floats): number;
  /** v = momentum·v + g; w −= lr·v. */
  sgd(n: number, w: Floats, g: Floats, v: Floats, lr: number, momentum: number): void;
  /** m += g²; w −= lr·g/√(m + ε). */
  adagrad(n: number, w: Floats, g: Floats, m: Floats, lr: number, epsilon: number): void;
  /** m = ρ·m + (1−ρ)·g²; w −= lr·g/(√m + ε). */
  rmsprop(n: number, w: Floats, g: Floats, m: Floats, lr: number, rho: number, epsilon: number): void;
  /** m = β1·m + (1−β1)·g; v = β2·v + (1−β2)·g²; w −= stepSize·m/(√v·correction + ε): see optim/adam.ts. */
  adam(
    n: number,
    w: Floats,
    g: Floats,
    m: Floats,
    v: Floats,
    stepSize: number,
    correction: number,
    beta1: number,
    beta2: number,
    epsilon: number,
  ): void;
}
