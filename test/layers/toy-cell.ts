import type { Floats } from '../../src/core/floats.js';
import type { OnnxForm } from '../../src/formats/onnx/forms.js';
import type { CellKernels } from '../../src/kernels/kernels.js';
import type { Cell, CellSetup } from '../../src/layers/cell.js';
import type { Layer } from '../../src/layers/layer.js';
import { createStateSequence, unroll } from '../../src/layers/unroll.js';

/**
 * A cell that src does not know: a sum over time, with a gate that is what is added, and a state m apart from h.
 *
 *     g = tanh(W_ih x + b_ih)        m = m' + g        h = tanh(m)
 *
 *     dm += dh ∘ (1 − h²)            dg = dm ∘ (1 − g²)            dm' = dm, dh' = 0
 */
export const toy: Cell = {
  name: 'toy-sum',
  gates: [{ symbol: 'g', name: 'candidate', activation: 'tanh' }],
  states: ['h', 'm'],
  parameters: (D, H) => ({ weight_ih: [H, D], bias_ih: [H] }),
  inputBiases: ['bias_ih'],
  pytorch: null,
  build,
};

/** The same in ONNX. */
export const toyInOnnx: OnnxForm = {
  step: ['g = Tanh gates', 'm_out = Add m g', 'h_out = Tanh m_out'],
};

function build<Input>(input: Layer<Input>, setup: CellSetup): Layer<Input> {
  const { kernels, B, H } = setup;
  const step = kernels.cell(toyKernels);
  const h = createStateSequence(setup);
  const m = createStateSequence(setup);
  const gates = input.output;
  return unroll(toy, input, setup, {
    states: [h, m],
    products: [],
    forward: (t) => step.forward(B, H, gates.step[t]!, m.step[t]!, m.step[t + 1]!, h.step[t + 1]!),
    backward: (t) => step.backward(B, H, gates.step[t]!, h.step[t + 1]!, h.gradient, m.gradient),
    recompute: (t) => m.step[t + 1]!.forEach((value, j) => (h.step[t + 1]![j] = Math.tanh(value))),
  });
}

/** All arrays [B,H]; backward turns g into its gradient. */
const toyKernels = {
  name: 'toySum',
  forward(B: number, H: number, g: Floats, mBefore: Floats, m: Floats, h: Floats): void {
    for (let j = 0; j < B * H; j++) {
      g[j] = Math.tanh(g[j]!);
      m[j] = mBefore[j]! + g[j]!;
      h[j] = Math.tanh(m[j]!);
    }
  },
  backward(B: number, H: number, g: Floats, h: Floats, dh: Floats, dm: Floats): void {
    for (let j = 0; j < B * H; j++) {
      dm[j] = dm[j]! + dh[j]! * (1 - h[j]! * h[j]!);
      g[j] = dm[j]! * (1 - g[j]! * g[j]!);
      dh[j] = 0;
    }
  },
} satisfies CellKernels;
