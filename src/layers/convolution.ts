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
 * The gradient of the input is the convolution of dy with the weights rotated by 180°, inputs and outputs exchanged:
 *
 *     dx[i,j,c] = Σ_{u,v,o} W[o,c,k−1−u,k−1−v] dy[i+u−p, j+v−p, o]
 *     dW[o,c,u,v] += Σ_{i,j} dy[i,j,o] x[i+u−p, j+v−p, c]        db += Σ dy
 *
 * Shapes: W [O, C, k, k], b [O], x [T, B·S·S, C], y [T, B·S·S, O].
 */
export function convolution(names: ProductNames, S: number, setup: LayerSetup): Product {
  const { kernels, memory, params, B, training } = setup;
  const [O, C, k] = params.table.get(names.weight)!.shape as [number, number, number];
  const pixels = B * S * S;
  const width = k * k * C;
  const { W, dW, load, store } = channelsInnermost(names.weight, C, setup);
  const biases = names.biases.map((name) => weightsOf(params, name));
  const dBiases = names.biases.map((name) => gradientsOf(params, name));
  const bias = memory.floats(O);
  const filters = kernels.createFilters(memory, S, k, C, O);
  const rotated = memory.floats(training ? width * O : 0);
  const filtersBack = training ? kernels.createFilters(memory, S, k, O, C) : null;
  const dWByInput = memory.floats(training ? width * O : 0);

  function refresh(): void {
    bias.fill(0);
    for (const b of biases) kernels.add(O, b, bias);
    load();
    kernels.packFilters(true, W, filters);
    if (!filtersBack) return;
    rotate(weightsOf(params, names.weight), rotated, [O, C, k * k]);
    kernels.packFilters(false, rotated, filtersBack);
  }

  function forward(T: number, x: Floats, beta: 0 | 1, y: Floats): void {
    if (beta === 0) kernels.broadcastRows(T * pixels, O, bias, y);
    kernels.convolve(T * B, x, filters, 1, y);
  }

  function backward(T: number, dy: Floats, beta: 0 | 1, dx: Floats): void {
    kernels.convolve(T * B, dy, filtersBack!, beta, dx);
  }

  function accumulate(T: number, dy: Floats, x: Floats): void {
    kernels.convolutionGradient(T * B, x, dy, filters, dWByInput);
    kernels.transpose(width, O, dWByInput, 0, dW);
    kernels.zero(width * O, dWByInput);
    store();
    for (const db of dBiases) kernels.sumRows(T * pixels, O, dy, db);
  }

  return { outputSize: O, inputSize: C, refresh, forward, backward, accumulate };
}

/** From W [O, C, K], K places of a neighborhood, to the weights of the backward convolution, rotated [K, O, C]. */
function rotate(W: Floats, rotated: Floats, [O, C, K]: readonly [number, number, number]): void {
  for (let o = 0; o < O; o++) {
    for (let c = 0; c < C; c++) {
      for (let place = 0; place < K; place++)
        rotated[((K - 1 - place) * O + o) * C + c] = W[(o * C + c) * K + place]!;
    }
  }
}
