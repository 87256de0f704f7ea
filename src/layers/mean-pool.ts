import { type Layer, type LayerSetup, type Pass, type State, stateless } from './layer.js';
import { createSequence, type Sequence } from '../core/sequence.js';

/**
 * The mean of all P pixels of an image, channel by channel (global average pooling; Lin, Chen & Yan 2013):
 *
 *     y = (1/P) Σ_p x[p]        dx[p] = dy / P
 *
 * Shapes: x [T, B·P, C], y [T, B, C].
 */
export function meanPool(P: number, C: number, setup: LayerSetup): Layer<Sequence> {
  const { kernels, memory, T, B, training } = setup;
  const y = createSequence(memory, T, B, C);
  const dx = createSequence(memory, training ? T : 0, B * P, C);

  function forward(x: Sequence, _state: State, pass: Pass): Sequence {
    kernels.meanPool(pass.T * B, P, C, x.data, y.data);
    return y;
  }

  function backward(dy: Sequence, _dState: State, pass: Pass): Sequence {
    kernels.meanPoolBackward(pass.T * B, P, C, dy.data, dx.data);
    return dx;
  }

  return stateless({
    outputSize: C,
    output: y,
    forward,
    backward,
  });
}
