import { createSequence } from '../core/sequence.js';
import { gruKernels } from '../kernels/js/gru.js';
import type { Cell, CellSetup } from './cell.js';
import type { Layer } from './layer.js';
import { createStateSequence, unroll } from './unroll.js';

/**
 * The gated recurrent unit (Cho et al. 2014) in the form of torch.nn.GRU, where the reset gate acts after the recurrent
 * product. The gates are stored side by side in the order r, z, n; h' is h one step before:
 *
 *     u = W_hh h' + b_hh                         the recurrent product, in three parts u_r, u_z, u_n
 *     r = σ(W_ir x + b_ir + u_r)                 how much of the past the candidate sees
 *     z = σ(W_iz x + b_iz + u_z)                 how much of the past stays
 *     n = tanh(W_in x + b_in + r ∘ u_n)          the candidate
 *     h = (1 − z) ∘ n + z ∘ h'
 *
 * Backward (kernels/js/gru.ts) computes the gradients of W_ih x + b_ih and of u, which differ in n by the factor r;
 * then dh' = dh ∘ z + du W_hh and, over all steps at once, dW_hh += duᵀ h', db_hh += Σ du.
 *
 * Shapes: x [T, B, D], h [T, B, H], gates and u [T, B, 3H], W_ih [3H, D], W_hh [3H, H].
 * Without a recurrent bias, b_hh is zero.
 */
export const gru: Cell = {
  name: 'gru',
  gates: [
    { symbol: 'r', name: 'reset', activation: 'sigmoid' },
    { symbol: 'z', name: 'update', activation: 'sigmoid' },
    { symbol: 'n', name: 'candidate', activation: 'tanh' },
  ],
  states: ['h'],
  parameters: (D, H) => ({
    weight_ih: [3 * H, D],
    weight_hh: [3 * H, H],
    bias_ih: [3 * H],
    bias_hh: [3 * H],
  }),
  inputBiases: ['bias_ih'], // b_hh stays with W_hh h': r multiplies both
  pytorch: 'GRU',
  build,
};

function build<Input>(input: Layer<Input>, setup: CellSetup): Layer<Input> {
  const { kernels, memory, T, B, H } = setup;
  const { forward, backward } = kernels.cell(gruKernels);
  const recurrent = setup.product('weight_hh', ['bias_hh']);
  const h = createStateSequence(setup);
  const u = createSequence(memory, T, B, 3 * H);
  const gates = input.output;
  const [dgates, du] = [gates, u];
  return unroll(gru, input, setup, {
    states: [h],
    products: [recurrent],
    forward(t) {
      recurrent.forward(1, h.step[t]!, 0, u.step[t]!);
      forward(B, H, gates.step[t]!, u.step[t]!, h.step[t]!, h.step[t + 1]!);
    },
    backward(t) {
      const dh = h.gradient;
      backward(B, H, gates.step[t]!, u.step[t]!, h.step[t]!, dh, dgates.step[t]!, du.step[t]!);
      recurrent.backward(1, du.step[t]!, 1, dh);
    },
    accumulate: (T) => recurrent.accumulate(T, du.data, h.data),
  });
}
