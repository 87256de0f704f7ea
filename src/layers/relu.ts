import { type Layer, type LayerSetup, type Pass, type State, stateless } from './layer.js';
import type { Sequence } from '../core/sequence.js';

/**
 * The rectifier, in place on what the layer below returned:
 *
 *     y = max(x, 0)        dx = dy where y > 0, else 0
 *
 * Shapes: x and y [T, R, C], as `below`.
 */
export function relu(below: Layer<never>, { kernels }: LayerSetup): Layer<Sequence> {
  const y = below.output;
  const size = y.step[0]!.length;

  function forward(x: Sequence, _state: State, pass: Pass): Sequence {
    kernels.relu(pass.T * size, x.data, y.data);
    return y;
  }

  function backward(dy: Sequence, _dState: State, pass: Pass): Sequence {
    kernels.reluBackward(pass.T * size, y.data, dy.data, dy.data);
    return dy;
  }

  return stateless({
    outputSize: below.outputSize,
    output: y,
    forward,
    backward,
  });
}
