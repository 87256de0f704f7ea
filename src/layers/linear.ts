import { createSequence, type Sequence } from '../core/sequence.js';
import { type Layer, type LayerSetup, type Pass, type State, stateless } from './layer.js';
import type { Product } from './product.js';

/**
 * A product over all steps at once (product.ts has its equations):
 *
 *     y = W x + b        x [T, B, D], y [T, B, N]
 *
 * It is the decoder of the network, and the input product W_ih·x of every cell that is not fed with symbols.
 * Where no layer below is trained, backward skips ∂L/∂x and returns null.
 */
export function linear(product: Product, setup: LayerSetup, learnsBelow = true): Layer<Sequence> {
  const { memory, T, B, training } = setup;
  const { inputSize: D, outputSize: N } = product;
  const y = createSequence(memory, T, B, N);
  const dx = createSequence(memory, training && learnsBelow ? T : 0, B, D);
  let x: Sequence;

  function forward(input: Sequence, _state: State, pass: Pass): Sequence {
    x = input;
    product.forward(pass.T, x.data, 0, y.data);
    return y;
  }

  function backward(dy: Sequence, _dState: State, pass: Pass): Sequence | null {
    product.accumulate(pass.T, dy.data, x.data);
    if (!learnsBelow) return null;
    product.backward(pass.T, dy.data, 0, dx.data);
    return dx;
  }

  const { refresh } = product;
  return stateless({ outputSize: N, output: y, refresh, forward, backward });
}
