import type { Layer, LayerSetup, Pass, State } from './layer.js';
import { gradientsOf, weightsOf } from '../core/params.js';
import { createSequence, sliceSteps, type Sequence } from '../core/sequence.js';
import { hold } from './clamp.js';

/**
 * The gated recurrent unit (Cho et al. 2014) in the form of torch.nn.GRU, where the reset gate acts after the recurrent
 * product. The gates lie side by side in the order r, z, n; h' is h one step before:
 *
 *     u = W_hh h' + b_hh                         the recurrent product, in three parts u_r, u_z, u_n
 *     r = σ(W_ir x + b_ir + u_r)                 how much of the past the candidate sees
 *     z = σ(W_iz x + b_iz + u_z)                 how much of the past stays
 *     n = tanh(W_in x + b_in + r ∘ u_n)          the candidate
 *     h = (1 − z) ∘ n + z ∘ h'
 *
 * Backward (kernels.ts, gruBackward) finds the gradients of W_ih x + b_ih and of u, which differ in n by the factor r;
 * then dh' = dh ∘ z + du W_hh and, over all steps at once, dW_hh += duᵀ h', db_hh += Σ du.
 *
 * Shapes: x [T, B, D], h [T, B, H], gates and u [T, B, 3H], W_hh [3H, H]. `input` computes W_ih x + b_ih.
 * Without a recurrent bias, b_hh is zero.
 */
export function gru<Input>(
  input: Layer<Input>,
  k: number,
  recurrentBias: boolean,
  setup: LayerSetup,
): Layer<Input> {
  const { kernels, memory, params, T, B, training } = setup;
  const H = input.outputSize / 3;
  const name = `h_l${k}`;
  const Whh = weightsOf(params, `rnn.weight_hh_l${k}`);
  const dWhh = gradientsOf(params, `rnn.weight_hh_l${k}`);
  const bhh = recurrentBias ? weightsOf(params, `rnn.bias_hh_l${k}`) : memory.floats(3 * H);
  const dbhh = recurrentBias ? gradientsOf(params, `rnn.bias_hh_l${k}`) : null;
  const WhhT = kernels.createPacked(memory, H, 3 * H);
  const WhhBack = training ? kernels.createPacked(memory, 3 * H, H) : null;
  /** h.step[t] is the state before step t, h.step[t + 1] the one after. */
  const h = createSequence(memory, T + 1, B, H);
  const u = createSequence(memory, T, B, 3 * H);
  const dh = memory.floats(training ? B * H : 0);
  const output = sliceSteps(h, 1, T);

  function refresh(): void {
    input.refresh();
    kernels.pack(true, Whh, WhhT);
    if (WhhBack) kernels.pack(false, Whh, WhhBack);
  }

  function forward(x: Input, state: State, pass: Pass): Sequence {
    const gates = input.forward(x, state, pass);
    kernels.broadcastRows(pass.T * B, 3 * H, bhh, u.data);
    h.step[0]!.set(state[name]!);
    for (let t = 0; t < pass.T; t++) {
      kernels.gemmPacked(B, h.step[t]!, WhhT, 1, u.step[t]!);
      kernels.gruForward(B, H, gates.step[t]!, u.step[t]!, h.step[t]!, h.step[t + 1]!);
      if (pass.clamps) hold(pass.clamps, k, 'h', h.step[t + 1]!, H);
    }
    state[name]!.set(h.step[pass.T]!);
    return output;
  }

  function backward(dy: Sequence, dState: State, pass: Pass): Sequence | null {
    const gates = input.output;
    const dgates = gates;
    const du = u;
    dh.set(dState[name]!);
    for (let t = pass.T - 1; t >= 0; t--) {
      kernels.add(B * H, dy.step[t]!, dh);
      kernels.gruBackward(B, H, gates.step[t]!, u.step[t]!, h.step[t]!, dh, dgates.step[t]!, du.step[t]!);
      kernels.gemmPacked(B, du.step[t]!, WhhBack!, 1, dh);
    }
    dState[name]!.set(dh);
    kernels.gemm(true, false, 3 * H, H, pass.T * B, du.data, h.data, 1, dWhh);
    if (dbhh) kernels.sumRows(pass.T * B, 3 * H, du.data, dbhh);
    return input.backward(dgates, dState, pass);
  }

  const gate = (n: number) => ({ data: input.output.data, offset: n * H, stride: 3 * H, size: H });
  const caches = {
    h: { data: output.data, offset: 0, stride: H, size: H },
    r: gate(0),
    z: gate(1),
    n: gate(2),
  };
  return { outputSize: H, output, stateShape: { [name]: H }, caches, refresh, forward, backward };
}
