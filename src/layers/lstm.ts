import { lstmKernels } from '../kernels/js/lstm.js';
import { createSequence } from '../core/sequence.js';
import type { Cell, CellSetup } from './cell.js';
import type { Layer } from './layer.js';
import { createStateSequence, unroll } from './unroll.js';

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997) with a forget gate (Gers, Schmidhuber & Cummins 2000), in the
 * form of torch.nn.LSTM. The gates are stored side by side in the order i, f, g, o; h', c' are h, c one step before:
 *
 *     i = σ(W_ii x + b_ii + W_hi h' + b_hi)      how much is written
 *     f = σ(W_if x + b_if + W_hf h' + b_hf)      how much is kept
 *     g = tanh(W_ig x + b_ig + W_hg h' + b_hg)   what would be written
 *     o = σ(W_io x + b_io + W_ho h' + b_ho)      how much is shown
 *     c = f ∘ c' + i ∘ g
 *     h = o ∘ tanh(c)
 *
 * Backward goes through the same lines in reverse (kernels/js/lstm.ts), from dh and dc to dz, the gradient of the four
 * pre-activations; then dh' = dz W_hh and, over all steps at once, dW_hh += dzᵀ h'.
 *
 * Shapes: x [T, B, D], h and c [T, B, H], gates and dz [T, B, 4H], W_ih [4H, D], W_hh [4H, H].
 */
export const lstm: Cell = {
  name: 'lstm',
  gates: [
    { symbol: 'i', name: 'input', activation: 'sigmoid' },
    { symbol: 'f', name: 'forget', activation: 'sigmoid' },
    { symbol: 'g', name: 'candidate', activation: 'tanh' },
    { symbol: 'o', name: 'output', activation: 'sigmoid' },
  ],
  states: ['h', 'c'],
  parameters: (D, H) => ({
    weight_ih: [4 * H, D],
    weight_hh: [4 * H, H],
    bias_ih: [4 * H],
    bias_hh: [4 * H],
  }),
  inputBiases: ['bias_ih', 'bias_hh'],
  forgetGate: 'f',
  pytorch: 'LSTM',
  build,
};

function build<Input>(input: Layer<Input>, setup: CellSetup): Layer<Input> {
  const { kernels, memory, T, B, H } = setup;
  const { forward, backward } = kernels.cell(lstmKernels);
  const recurrent = setup.product('weight_hh');
  const h = createStateSequence(setup);
  const c = createStateSequence(setup);
  const tanhC = createSequence(memory, T, B, H);
  const gates = input.output;
  const dz = gates;
  return unroll(lstm, input, setup, {
    states: [h, c],
    products: [recurrent],
    forward(t) {
      recurrent.forward(1, h.step[t]!, 1, gates.step[t]!);
      forward(B, H, gates.step[t]!, c.step[t]!, c.step[t + 1]!, tanhC.step[t]!, h.step[t + 1]!);
    },
    backward(t) {
      const [dh, dc] = [h.gradient, c.gradient];
      backward(B, H, gates.step[t]!, c.step[t]!, tanhC.step[t]!, dh, dc, dz.step[t]!);
      recurrent.backward(1, dz.step[t]!, 0, dh);
    },
    accumulate: (T) => recurrent.accumulate(T, dz.data, h.data),
    recompute(t) {
      for (let b = 0, at = 0; b < B; b++) {
        const o = gates.step[t]!.subarray((b * 4 + 3) * H);
        for (let j = 0; j < H; j++, at++) h.step[t + 1]![at] = o[j]! * Math.tanh(c.step[t + 1]![at]!);
      }
    },
  });
}
