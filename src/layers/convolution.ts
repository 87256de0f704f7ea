import type { Floats } from '../core/floats.js';
import { gradientsOf, weightsOf } from '../core/params.js';
import { channelsInnermost } from './channels-innermost.js';
import type { LayerSetup } from './layer.js';
import type { Product, ProductNames } from './product.js';

/**
 * The convolution of every image with the same weights, in the form of torch.nn.Conv2d with stride 1 and padding
 * (k−1)/2:
 *
 *     y[i,j,o] = b[o] + Σ_{u,v,c} W[o,c,u,v] x[i+u−p, j+v−p, c]        p = (k−1)/2, x = 0 outside
 *
 * It is computed as a product of matrices (Chellapilla, Puri & Simard 2006): the neighborhoods of all pixels as the
 * rows of X [B·S·S, k·k·C], times the weights as a matrix [O, k·k·C]:
 *
 *     y = X Wᵀ + b        dX = dy W        dW += dyᵀ X        db += Σ dy
 *
 * Shapes: W [O, C, k, k], b [O], x [T, B·S·S, C], y [T, B·S·S, O]. X holds one step: to keep all steps would take k·k
 * times the memory of x, so accumulate gathers the neighborhoods again.
 */
export function convolution(names: ProductNames, S: number, setup: LayerSetup): Product {
  const { kernels, memory, params, B, training } = setup;
  const [O, C, k] = params.table.get(names.weight)!.shape as [number, number, number];
  const rows = B * S * S;
  const width = k * k * C;
  const { W, dW, load, store } = channelsInnermost(names.weight, C, setup);
  const biases = names.biases.map((name) => weightsOf(params, name));
  const dBiases = names.biases.map((name) => gradientsOf(params, name));
  const bias = memory.floats(O);
  const packed = kernels.createPacked(memory, width, O);
  const packedBack = training ? kernels.createPacked(memory, O, width) : null;
  const X = memory.floats(rows * width);
  const stepOf = (data: Floats, t: number, channels: number) =>
    data.subarray(t * rows * channels, (t + 1) * rows * channels);

  function refresh(): void {
    bias.fill(0);
    for (const b of biases) kernels.add(O, b, bias);
    load();
    kernels.pack(true, W, packed);
    if (packedBack) kernels.pack(false, W, packedBack);
  }

  function forward(T: number, x: Floats, beta: 0 | 1, y: Floats): void {
    if (beta === 0) kernels.broadcastRows(T * rows, O, bias, y);
    for (let t = 0; t < T; t++) {
      kernels.im2col(B, S, C, k, stepOf(x, t, C), X);
      kernels.gemmPacked(rows, X, packed, 1, stepOf(y, t, O));
    }
  }

  function backward(T: number, dy: Floats, beta: 0 | 1, dx: Floats): void {
    if (beta === 0) kernels.zero(T * rows * C, dx);
    for (let t = 0; t < T; t++) {
      kernels.gemmPacked(rows, stepOf(dy, t, O), packedBack!, 0, X);
      kernels.col2im(B, S, C, k, X, stepOf(dx, t, C));
    }
  }

  function accumulate(T: number, dy: Floats, x: Floats): void {
    for (let t = 0; t < T; t++) {
      kernels.im2col(B, S, C, k, stepOf(x, t, C), X);
      kernels.gemm(true, false, O, width, rows, stepOf(dy, t, O), X, 1, dW);
    }
    store();
    for (const db of dBiases) kernels.sumRows(T * rows, O, dy, db);
  }

  return { outputSize: O, inputSize: C, refresh, forward, backward, accumulate };
}
