import { minGruKernels } from '../kernels/js/min-gru.js';
import type { Cell, CellSetup } from './cell.js';
import type { Layer } from './layer.js';
import { createStateSequence, unroll } from './unroll.js';

/**
 * The minimal gated recurrent unit (Feng, Tung, Ahmed, Bengio & Hajimirsadeghi 2024, "Were RNNs All We Needed?",
 * section 3.1): its gates do not see the state, so that there is no recurrent product. The gates are stored
 * side by side in the order z, n; h' is h one step before:
 *
 *     z = σ(W_iz x + b_iz)           how much is written
 *     n = W_in x + b_in              the candidate
 *     h = (1 − z) ∘ h' + z ∘ n
 *
 *     dh' = dh ∘ (1 − z)             dn = dh ∘ z             dz = dh ∘ (n − h') ∘ z ∘ (1 − z)
 *
 * n is linear, as in the paper's definition; its function g, which keeps n positive, belongs to the parallel scan in
 * logarithms (appendix B), which is not used here. Every product is one gemm for the whole window.
 *
 * Shapes: x [T, B, D], h [T, B, H], gates [T, B, 2H], W_ih [2H, D].
 */
export const minGru: Cell = {
  name: 'min-gru',
  gates: [
    { symbol: 'z', name: 'update', activation: 'sigmoid' },
    { symbol: 'n', name: 'candidate', activation: 'none' },
  ],
  states: ['h'],
  parameters: (D, H) => ({ weight_ih: [2 * H, D], bias_ih: [2 * H] }),
  inputBiases: ['bias_ih'],
  pytorch: 'MinGRU',
  build,
};

function build<Input>(input: Layer<Input>, setup: CellSetup): Layer<Input> {
  const { kernels, B, H } = setup;
  const { forward, backward } = kernels.cell(minGruKernels);
  const h = createStateSequence(setup);
  const gates = input.output;
  const dgates = gates;
  return unroll(minGru, input, setup, {
    states: [h],
    products: [],
    forward(t) {
      forward(B, H, gates.step[t]!, h.step[t]!, h.step[t + 1]!);
    },
    backward(t) {
      backward(B, H, gates.step[t]!, h.step[t]!, h.gradient, dgates.step[t]!);
    },
  });
}
