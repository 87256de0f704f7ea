import { type Layer, type LayerSetup, type Pass, type State, stateless } from './layer.js';
import { createSequence, type Sequence } from '../core/sequence.js';

/**
 * The largest of each k×k block of pixels, channel by channel, as torch.nn.MaxPool2d(k):
 *
 *     y[i,j,c] = max_{u,v<k} x[k·i+u, k·j+v, c]        dx = dy at the place of the largest, 0 elsewhere
 *
 * Shapes: x [T, B·S·S, C], y [T, B·(S/k)², C]. S is divisible by k.
 */
export function maxPool(
  { S, C, k }: { readonly S: number; readonly C: number; readonly k: number },
  setup: LayerSetup,
): Layer<Sequence> {
  const { kernels, memory, T, B, training } = setup;
  const rows = B * (S / k) ** 2;
  const y = createSequence(memory, T, rows, C);
  const dx = createSequence(memory, training ? T : 0, B * S * S, C);
  const places = memory.ids(T * rows * C);

  function forward(x: Sequence, _state: State, pass: Pass): Sequence {
    kernels.maxPool(pass.T * B, S, C, k, x.data, y.data, places);
    return y;
  }

  function backward(dy: Sequence, _dState: State, pass: Pass): Sequence {
    kernels.maxPoolBackward(pass.T * B, S, C, k, dy.data, places, dx.data);
    return dx;
  }

  return stateless({
    outputSize: C,
    output: y,
    forward,
    backward,
  });
}
