import { rnnKernels } from '../kernels/js/rnn.js';
import type { Cell, CellSetup } from './cell.js';
import type { Layer } from './layer.js';
import { createStateSequence, unroll } from './unroll.js';

/**
 * The simple recurrent network (Elman 1990), in the form of torch.nn.RNN:
 *
 *     h = tanh(W_ih x + b_ih + W_hh h' + b_hh)           h' is h one step before
 *
 *     dz = dh ∘ (1 − h²)      dh' = dz W_hh      dW_hh += dzᵀ h'
 *
 * Shapes: x [T, B, D], h and z [T, B, H], W_ih [H, D], W_hh [H, H].
 */
export const rnn: Cell = {
  name: 'rnn',
  gates: [{ symbol: null, name: 'pre-activation', activation: 'tanh' }],
  states: ['h'],
  parameters: (D, H) => ({ weight_ih: [H, D], weight_hh: [H, H], bias_ih: [H], bias_hh: [H] }),
  inputBiases: ['bias_ih', 'bias_hh'],
  pytorch: 'RNN',
  build,
};

function build<Input>(input: Layer<Input>, setup: CellSetup): Layer<Input> {
  const { kernels, B, H } = setup;
  const { forward, backward } = kernels.cell(rnnKernels);
  const recurrent = setup.product('weight_hh');
  const h = createStateSequence(setup);
  const z = input.output;
  const dz = z;
  return unroll(rnn, input, setup, {
    states: [h],
    products: [recurrent],
    forward(t) {
      recurrent.forward(1, h.step[t]!, 1, z.step[t]!);
      forward(B, H, z.step[t]!, h.step[t + 1]!);
    },
    backward(t) {
      const dh = h.gradient;
      backward(B, H, h.step[t + 1]!, dh, dz.step[t]!);
      recurrent.backward(1, dz.step[t]!, 0, dh);
    },
    accumulate: (T) => recurrent.accumulate(T, dz.data, h.data),
  });
}
