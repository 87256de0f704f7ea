import type { Floats } from '../core/floats.js';
import { gradientsOf, weightsOf } from '../core/params.js';
import type { LayerSetup, Pass } from './layer.js';

/** The names of an affine map's parameters. More than one bias is a sum: PyTorch's cells have bias_ih and bias_hh. */
export interface ProductNames {
  readonly weight: string;
  readonly biases: readonly string[];
}

/**
 * The linear part of a layer, on T steps of B rows side by side; the recurrent product of a cell is called with T = 1.
 *
 *     y = W x + b        dx = dy W        dW += dyᵀ x        db += Σ dy
 *
 * It owns no caches: the arrays are the caller's. Cells and linear layers do not know which form of product they use.
 */
export interface Product {
  /** Width of y. */
  readonly outputSize: number;
  /** Width of x. */
  readonly inputSize: number;
  /** The weights have changed. */
  refresh(): void;
  /** Before the first step of a window, where its weights depend on the pass (weight-dropout.ts). */
  begin?(pass: Pass): void;
  /** y = W x + b; with `beta` 1, y += W x. */
  forward(T: number, x: Floats, beta: 0 | 1, y: Floats): void;
  /** dx = β·dx + dy W. */
  backward(T: number, dy: Floats, beta: 0 | 1, dx: Floats): void;
  /** Adds ∂L/∂W and ∂L/∂b to the gradients of the parameters. */
  accumulate(T: number, dy: Floats, x: Floats): void;
}

/** A weight matrix and its gradient, where they are not the parameter itself but a reordered copy. */
export interface MatrixCopy {
  readonly W: Floats;
  /** Zeros between two calls of accumulate. */
  readonly dW: Floats;
  /** Makes W from the parameter. */
  load(): void;
  /** Adds dW to the gradient of the parameter, and clears it. */
  store(): void;
}

/** The product with a matrix: W [N, D], b [N], x [T, B, D], y [T, B, N]. */
export function matrix(names: ProductNames, setup: LayerSetup, copy?: MatrixCopy): Product {
  const { kernels, memory, params, B, training } = setup;
  const [N, D] = params.table.get(names.weight)!.shape as [number, number];
  const W = copy?.W ?? weightsOf(params, names.weight);
  const dW = copy?.dW ?? gradientsOf(params, names.weight);
  const biases = names.biases.map((name) => weightsOf(params, name));
  const dBiases = names.biases.map((name) => gradientsOf(params, name));
  const bias = memory.floats(N);
  const packed = kernels.createPacked(memory, D, N);
  const packedBack = training ? kernels.createPacked(memory, N, D) : null;

  function refresh(): void {
    bias.fill(0);
    for (const b of biases) kernels.add(N, b, bias);
    copy?.load();
    kernels.pack(true, W, packed);
    if (packedBack) kernels.pack(false, W, packedBack);
  }

  function forward(T: number, x: Floats, beta: 0 | 1, y: Floats): void {
    if (beta === 0) kernels.broadcastRows(T * B, N, bias, y);
    kernels.gemmPacked(T * B, x, packed, 1, y);
  }

  function backward(T: number, dy: Floats, beta: 0 | 1, dx: Floats): void {
    kernels.gemmPacked(T * B, dy, packedBack!, beta, dx);
  }

  function accumulate(T: number, dy: Floats, x: Floats): void {
    kernels.gemm(true, false, N, D, T * B, dy, x, 1, dW);
    copy?.store();
    for (const db of dBiases) kernels.sumRows(T * B, N, dy, db);
  }

  return { outputSize: N, inputSize: D, refresh, forward, backward, accumulate };
}
