import { createSequence, type Sequence } from '../core/sequence.js';
import type { Layer, LayerSetup, Pass, State } from './layer.js';
import type { Product } from './product.js';

/**
 * A product over all steps at once (product.ts has its equations):
 *
 *     y = W x + b        x [T, B, D], y [T, B, N]
 *
 * It is the decoder of the network, and the input product W_ih·x of every cell that is not fed with symbols.
 */
export function linear(product: Product, setup: LayerSetup): Layer<Sequence> {
  const { memory, T, B, training } = setup;
  const { inputSize: D, outputSize: N } = product;
  const y = createSequence(memory, T, B, N);
  const dx = createSequence(memory, training ? T : 0, B, D);
  let x: Sequence;

  function forward(input: Sequence, _state: State, pass: Pass): Sequence {
    x = input;
    product.forward(pass.T, x.data, 0, y.data);
    return y;
  }

  function backward(dy: Sequence, _dState: State, pass: Pass): Sequence {
    product.accumulate(pass.T, dy.data, x.data);
    product.backward(pass.T, dy.data, 0, dx.data);
    return dx;
  }

  const { refresh } = product;
  return { outputSize: N, output: y, stateShape: {}, caches: {}, refresh, forward, backward };
}
