import { type Layer, type LayerSetup, type Pass, type State, stateless } from './layer.js';
import { createSequence, type Sequence } from '../core/sequence.js';

/**
 * The mean over all steps of the window, at every step:
 *
 *     y_t = (1/T) Σ_s x_s        dx_s = (1/T) Σ_t dy_t
 *
 * Steps are added from both ends toward the middle, x_1 + x_T, x_2 + x_{T−1}, ...: a sequence and its reverse have the
 * same mean to the last bit. Shapes: x and y [T, B, D].
 */
export function timeMean(D: number, setup: LayerSetup): Layer<Sequence> {
  const { kernels, memory, T, B } = setup;
  const y = createSequence(memory, T, B, D);
  const sum = memory.floats(B * D);
  const pair = memory.floats(B * D);

  function mean(from: Sequence, to: Sequence, steps: number): void {
    const n = B * D;
    kernels.zero(n, sum);
    for (let t = 0; t < steps / 2; t++) {
      const opposite = steps - 1 - t;
      pair.set(from.step[t]!);
      if (opposite > t) kernels.add(n, from.step[opposite]!, pair);
      kernels.add(n, pair, sum);
    }
    kernels.scale(n, 1 / steps, sum);
    for (let t = 0; t < steps; t++) to.step[t]!.set(sum);
  }

  function forward(x: Sequence, _state: State, pass: Pass): Sequence {
    mean(x, y, pass.T);
    return y;
  }

  function backward(dy: Sequence, _dState: State, pass: Pass): Sequence {
    mean(dy, dy, pass.T);
    return dy;
  }

  return stateless({
    outputSize: D,
    output: y,
    forward,
    backward,
  });
}
