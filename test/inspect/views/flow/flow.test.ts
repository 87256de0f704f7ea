import { expect } from 'chai';
import { weightsOf } from '../../../../src/core/params.js';
import { flow } from '../../../../src/inspect/views/flow/index.js';
import type { FlowReport } from '../../../../src/inspect/views/flow/report.js';
import type { LanguageModel } from '../../../../src/model/language-model.js';
import { H, inspectionOf, quotedLines, reportOf } from '../../networks/hand-built.js';

const view = async (build: (model: LanguageModel) => void): Promise<FlowReport> =>
  reportOf(flow, await inspectionOf(quotedLines(60), build));

describe('flow', () => {
  it('keeps its norm on its way through a cell that neither writes nor forgets', async () => {
    const { layers } = await view((model) => {
      weightsOf(model.params, 'rnn.weight_hh_l0').fill(0);
      weightsOf(model.params, 'rnn.weight_ih_l0').fill(0);
      weightsOf(model.params, 'rnn.bias_ih_l0').fill(20, H, 2 * H); // forget gate open
      weightsOf(model.params, 'rnn.bias_ih_l0').fill(-20, 0, H); // input gate shut
      weightsOf(model.params, 'rnn.bias_ih_l0').fill(20, 3 * H, 4 * H);
    });
    const [layer] = layers;
    expect(layer!.verdict).to.equal('balanced');
    for (const { c, h } of layer!.points) {
      expect(c! / layer!.points[0]!.c!).to.be.closeTo(1, 1e-4);
      expect(h).to.equal(0);
    }
    // ∂c/∂c' = 1 and ∂h/∂c' = o (1 − tanh²c) = 1 at c = 0, for each of the 8 units: singular value √2
    expect(layer!.step.slice(0, H).every((v) => Math.abs(v - Math.SQRT2) < 1e-4)).to.equal(true);
    expect(layer!.step.slice(H).every((v) => v < 1e-4)).to.equal(true);
    expect(layer!.recurrent.every((v) => v === 0)).to.equal(true);
  });

  it('fades where the forget gates are half shut', async () => {
    const { layers } = await view((model) => {
      weightsOf(model.params, 'rnn.weight_hh_l0').fill(0);
      weightsOf(model.params, 'rnn.bias_ih_l0').fill(0);
      weightsOf(model.params, 'rnn.bias_hh_l0').fill(0);
      weightsOf(model.params, 'rnn.weight_ih_l0').fill(0);
    });
    const { points, verdict, reach } = layers[0]!;
    expect(verdict).to.equal('vanishing');
    for (const { k, c } of points.slice(0, 6)) expect(c! / points[0]!.c!).to.be.closeTo(0.5 ** (k - 1), 1e-3);
    expect(reach).to.equal(6); // ½⁵ > 1 % > ½⁷
  });
});
