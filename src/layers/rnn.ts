import type { Layer, LayerSetup, Pass, State } from './layer.js';
import { gradientsOf, weightsOf } from '../core/params.js';
import { createSequence, sliceSteps, type Sequence } from '../core/sequence.js';
import { hold } from './clamp.js';

/**
 * The simple recurrent network (Elman 1990), in the form of torch.nn.RNN:
 *
 *     h = tanh(W_ih x + b_ih + W_hh h' + b_hh)           h' is h one step before
 *
 *     dz = dh ∘ (1 − h²)      dh' = dz W_hh      dW_hh += dzᵀ h'
 *
 * Shapes: x [T, B, D], h [T, B, H], W_hh [H, H]. `input` is the layer that computes z = W_ih x + b_ih + b_hh.
 */
export function rnn<Input>(input: Layer<Input>, k: number, setup: LayerSetup): Layer<Input> {
  const { kernels, memory, params, T, B, training } = setup;
  const H = input.outputSize;
  const name = `h_l${k}`;
  const Whh = weightsOf(params, `rnn.weight_hh_l${k}`);
  const dWhh = gradientsOf(params, `rnn.weight_hh_l${k}`);
  const WhhT = kernels.createPacked(memory, H, H);
  const WhhBack = training ? kernels.createPacked(memory, H, H) : null;
  /** h.step[t] is the state before step t, h.step[t + 1] the one after. */
  const h = createSequence(memory, T + 1, B, H);
  const dh = memory.floats(training ? B * H : 0);
  const output = sliceSteps(h, 1, T);

  function refresh(): void {
    input.refresh();
    kernels.pack(true, Whh, WhhT);
    if (WhhBack) kernels.pack(false, Whh, WhhBack);
  }

  function forward(x: Input, state: State, pass: Pass): Sequence {
    const z = input.forward(x, state, pass);
    h.step[0]!.set(state[name]!);
    for (let t = 0; t < pass.T; t++) {
      kernels.gemmPacked(B, h.step[t]!, WhhT, 1, z.step[t]!);
      kernels.rnnForward(B * H, z.step[t]!, h.step[t + 1]!);
      if (pass.clamps) hold(pass.clamps, k, 'h', h.step[t + 1]!, H);
    }
    state[name]!.set(h.step[pass.T]!);
    return output;
  }

  function backward(dy: Sequence, dState: State, pass: Pass): Sequence | null {
    const dz = input.output;
    dh.set(dState[name]!);
    for (let t = pass.T - 1; t >= 0; t--) {
      kernels.add(B * H, dy.step[t]!, dh);
      kernels.rnnBackward(B * H, h.step[t + 1]!, dh, dz.step[t]!);
      kernels.gemmPacked(B, dz.step[t]!, WhhBack!, 0, dh);
    }
    dState[name]!.set(dh);
    kernels.gemm(true, false, H, H, pass.T * B, dz.data, h.data, 1, dWhh);
    return input.backward(dz, dState, pass);
  }

  const caches = { h: { data: output.data, offset: 0, stride: H, size: H } };
  return { outputSize: H, output, stateShape: { [name]: H }, caches, refresh, forward, backward };
}
