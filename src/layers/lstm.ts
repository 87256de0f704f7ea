import type { Floats } from '../core/floats.js';
import type { Clamp, Layer, LayerSetup, Pass, State } from './layer.js';
import { gradientsOf, weightsOf } from '../core/params.js';
import { createSequence, sliceSteps, type Sequence } from '../core/sequence.js';
import { hold } from './clamp.js';

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997) with a forget gate (Gers, Schmidhuber & Cummins 2000), in the
 * form of torch.nn.LSTM. The gates lie side by side in the order i, f, g, o; h', c' are h, c one step before:
 *
 *     i = σ(W_ii x + b_ii + W_hi h' + b_hi)      how much is written
 *     f = σ(W_if x + b_if + W_hf h' + b_hf)      how much is kept
 *     g = tanh(W_ig x + b_ig + W_hg h' + b_hg)   what would be written
 *     o = σ(W_io x + b_io + W_ho h' + b_ho)      how much is shown
 *     c = f ∘ c' + i ∘ g
 *     h = o ∘ tanh(c)
 *
 * Backward goes through the same lines in reverse (kernels.ts, lstmBackward), from dh and dc to dz, the gradient of the
 * four pre-activations; then dh' = dz W_hh and, over all steps at once, dW_hh += dzᵀ h'.
 *
 * Shapes: x [T, B, D], h and c [T, B, H], gates and dz [T, B, 4H], W_hh [4H, H].
 * `input` is the layer that computes W_ih x + b_ih + b_hh.
 */
export function lstm<Input>(input: Layer<Input>, k: number, setup: LayerSetup): Layer<Input> {
  const { kernels, memory, params, T, B, training } = setup;
  const H = input.outputSize / 4;
  const hName = `h_l${k}`;
  const cName = `c_l${k}`;
  const Whh = weightsOf(params, `rnn.weight_hh_l${k}`);
  const dWhh = gradientsOf(params, `rnn.weight_hh_l${k}`);
  const WhhT = kernels.createPacked(memory, H, 4 * H);
  const WhhBack = training ? kernels.createPacked(memory, 4 * H, H) : null;
  /** h.step[t] and c.step[t] are the state before step t, [t + 1] the one after. */
  const h = createSequence(memory, T + 1, B, H);
  const c = createSequence(memory, T + 1, B, H);
  const tanhC = createSequence(memory, T, B, H);
  const dh = memory.floats(training ? B * H : 0);
  const output = sliceSteps(h, 1, T);

  function refresh(): void {
    input.refresh();
    kernels.pack(true, Whh, WhhT);
    if (WhhBack) kernels.pack(false, Whh, WhhBack);
  }

  function forward(x: Input, state: State, pass: Pass): Sequence {
    const gates = input.forward(x, state, pass);
    h.step[0]!.set(state[hName]!);
    c.step[0]!.set(state[cName]!);
    for (let t = 0; t < pass.T; t++) {
      kernels.gemmPacked(B, h.step[t]!, WhhT, 1, gates.step[t]!);
      kernels.lstmForward(B, H, gates.step[t]!, c.step[t]!, c.step[t + 1]!, tanhC.step[t]!, h.step[t + 1]!);
      if (pass.clamps) holdUnits(pass.clamps, gates.step[t]!, c.step[t + 1]!, h.step[t + 1]!);
    }
    state[hName]!.set(h.step[pass.T]!);
    state[cName]!.set(c.step[pass.T]!);
    return output;
  }

  /** A held c shows through its output gate; a held h is held itself. */
  function holdUnits(clamps: readonly Clamp[], gates: Floats, c: Floats, h: Floats): void {
    if (hold(clamps, k, 'c', c, H)) {
      for (let b = 0; b < B; b++) {
        for (let j = 0; j < H; j++) h[b * H + j] = gates[b * 4 * H + 3 * H + j]! * Math.tanh(c[b * H + j]!);
      }
    }
    hold(clamps, k, 'h', h, H);
  }

  function backward(dy: Sequence, dState: State, pass: Pass): Sequence | null {
    const gates = input.output;
    const dz = gates;
    const dc = dState[cName]!;
    dh.set(dState[hName]!);
    for (let t = pass.T - 1; t >= 0; t--) {
      kernels.add(B * H, dy.step[t]!, dh);
      kernels.lstmBackward(B, H, gates.step[t]!, c.step[t]!, tanhC.step[t]!, dh, dc, dz.step[t]!);
      kernels.gemmPacked(B, dz.step[t]!, WhhBack!, 0, dh);
    }
    dState[hName]!.set(dh);
    kernels.gemm(true, false, 4 * H, H, pass.T * B, dz.data, h.data, 1, dWhh);
    return input.backward(dz, dState, pass);
  }

  const gate = (n: number) => ({ data: input.output.data, offset: n * H, stride: 4 * H, size: H });
  const caches = {
    h: { data: output.data, offset: 0, stride: H, size: H },
    c: { data: c.data, offset: B * H, stride: H, size: H },
    i: gate(0),
    f: gate(1),
    g: gate(2),
    o: gate(3),
  };
  return {
    outputSize: H,
    output,
    stateShape: { [hName]: H, [cName]: H },
    caches,
    refresh,
    forward,
    backward,
  };
}
