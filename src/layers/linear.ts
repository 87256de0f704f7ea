import type { Layer, LayerSetup, Pass, State } from './layer.js';
import { gradientsOf, weightsOf } from '../core/params.js';
import { createSequence, type Sequence } from '../core/sequence.js';

/** The names of an affine map's parameters. More than one bias is a sum: PyTorch's cells have bias_ih and bias_hh. */
export interface LinearNames {
  readonly weight: string;
  readonly biases: readonly string[];
}

/**
 * The affine map, over all steps at once:
 *
 *     y = W x + b        W [N, D], b [N], x [T, B, D], y [T, B, N]
 *
 *     ∂L/∂x = dy W       ∂L/∂W += dyᵀ x       ∂L/∂b += Σ dy
 *
 * It is the decoder of the network, and the input product W_ih·x of every cell that is not fed with symbols.
 */
export function linear(names: LinearNames, D: number, N: number, setup: LayerSetup): Layer<Sequence> {
  const { kernels, memory, params, T, B, training } = setup;
  const W = weightsOf(params, names.weight);
  const dW = gradientsOf(params, names.weight);
  const biases = names.biases.map((name) => weightsOf(params, name));
  const dBiases = names.biases.map((name) => gradientsOf(params, name));
  const bias = memory.floats(N);
  const packed = kernels.createPacked(memory, D, N);
  const y = createSequence(memory, T, B, N);
  const dx = createSequence(memory, training ? T : 0, B, D);
  let x: Sequence;

  function refresh(): void {
    bias.fill(0);
    for (const b of biases) kernels.add(N, b, bias);
    kernels.pack(true, W, packed);
  }

  function forward(input: Sequence, _state: State, pass: Pass): Sequence {
    x = input;
    kernels.broadcastRows(pass.T * B, N, bias, y.data);
    kernels.gemmPacked(pass.T * B, x.data, packed, 1, y.data);
    return y;
  }

  function backward(dy: Sequence, _dState: State, pass: Pass): Sequence {
    const rows = pass.T * B;
    kernels.gemm(true, false, N, D, rows, dy.data, x.data, 1, dW);
    for (const db of dBiases) kernels.sumRows(rows, N, dy.data, db);
    kernels.gemm(false, false, rows, D, N, dy.data, W, 0, dx.data);
    return dx;
  }

  return { outputSize: N, output: y, stateShape: {}, caches: {}, refresh, forward, backward };
}
