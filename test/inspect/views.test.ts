import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { weightsOf } from '../../src/core/params.js';
import { createRng } from '../../src/core/rng.js';
import { decisionPoints, viewAblation } from '../../src/inspect/ablation-view.js';
import { cellsOf, indexOfCell, parseCell } from '../../src/inspect/cells.js';
import { library } from '../../src/inspect/features/index.js';
import { viewFlow } from '../../src/inspect/flow-view.js';
import { viewGates } from '../../src/inspect/gates-view.js';
import { eachLoss } from '../../src/inspect/losses.js';
import { viewMemory } from '../../src/inspect/memory-view.js';
import { stretches, walk } from '../../src/inspect/record.js';
import type { Subject } from '../../src/inspect/subject.js';
import { js } from '../../src/kernels/js/index.js';
import { createModel, type LanguageModel } from '../../src/model/language-model.js';
import { buildQuoteCell, H, letters, quotedLines, subjectOf, textOf } from './networks/hand-built.js';

const lines = quotedLines(60);
const quotes = library.find(({ name }) => name === 'double-quotes')!;

/** As if the network had been trained: the decoder expects a newline or blank outside quotes only as cell 5 tells it. */
function knowQuotes(model: LanguageModel): void {
  buildQuoteCell(model);
  const decoder = weightsOf(model.params, 'decoder.weight').fill(0);
  decoder[letters.idOf('\n')! * H + 4] = -4;
  decoder[letters.idOf('"')! * H + 4] = 2;
}

/**
 * Each line holds its quotes whole: a newline is likely outside them and unlikely inside. The cell is set to "outside" by
 * every newline, so that the context of one line is enough.
 */
function noNewlineInQuotes(model: LanguageModel): void {
  buildQuoteCell(model);
  const newline = letters.idOf('\n')!;
  const Wih = weightsOf(model.params, 'rnn.weight_ih_l0');
  [20, -20, -20].forEach((weight, gate) => (Wih[(gate * H + 4) * letters.size + newline] = weight));
  weightsOf(model.params, 'decoder.weight').fill(0)[newline * H + 4] = -2;
  weightsOf(model.params, 'decoder.bias').fill(0)[newline] = -2;
}

const subject = async (build = knowQuotes, text = lines): Promise<Subject> =>
  subjectOf(await textOf(text), build);

describe('walking through a text', () => {
  it('visits every position once, with the activations of a single pass from the beginning', async () => {
    const { model, text } = await subject();
    const single = createModel(model.config, {
      kernels: js,
      memory: createPlainMemory(),
      T: 1,
      B: 1,
      training: false,
      params: model.params,
    });
    single.refresh();
    const state = single.createState();
    const expected = Array.from(text.ids, (id) => {
      single.forward(single.createInput().fill(id), state, { T: 1 });
      return state.c_l0![4]!;
    });
    const seen = new Set<number>();
    const { cache } = cellsOf(model, ['c']).groups[0]!;
    for (const { rows, positions } of walk(model, text, stretches(model, { from: 0, to: text.ids.length }))) {
      positions.forEach((position, i) => {
        seen.add(position);
        expect(cache.data[cache.offset + rows[i]! * cache.stride + 4]).to.be.closeTo(
          expected[position]!,
          1e-5,
        );
      });
    }
    expect(seen.size).to.equal(text.ids.length);
  });

  it('says how surprised the network was by each next symbol', async () => {
    const s = await subject((model) => void model.params.weights.fill(0));
    const positions: number[] = [];
    eachLoss(s, stretches(s.model, { from: 0, to: s.text.ids.length }), {}, (position, nats) => {
      positions.push(position);
      expect(nats).to.be.closeTo(Math.log(letters.size), 1e-6);
    });
    expect(positions.length).to.equal(s.text.ids.length - 1);
  });
});

describe('gates', () => {
  it('counts how often each is shut and open', async () => {
    const { gates } = viewGates(await subject());
    const share = Array.from(lines).filter((c) => c === '"').length / lines.length;
    const of = (gate: string) => gates.find((g) => g.gate === gate)!;
    expect(gates.map(({ name }) => name)).to.deep.equal(['input', 'forget', 'output']);
    expect(of('i').right[4]).to.be.closeTo(share, 1e-9);
    expect(of('i').left[4]).to.be.closeTo(1 - share, 1e-9);
    expect(of('f').left[4]).to.be.closeTo(share, 1e-9);
    expect(of('o').right[4]).to.equal(1);
  });
});

describe('ablation', () => {
  it('decides a binary feature where it goes off, a graded one where it falls', () => {
    const where = decisionPoints(Float32Array.of(0, 1, 1, 0, 3, 2, 2), { from: 0, to: 7 });
    expect(Array.from(where)).to.deep.equal([0, 0, 1, 0, 1, 0, 0]);
  });

  it('shows that a quote is predicted by its cell, and by no other', async () => {
    const request = { cell: parseCell('1:5:c'), feature: quotes, hold: -1 };
    const { ablations } = viewAblation(await subject(), [request], createRng(1));
    const { addedAtDecisions, random, decisions } = ablations[0]!;
    expect(decisions).to.equal(Array.from(lines).filter((c) => c === '"').length / 2);
    expect(addedAtDecisions).to.be.above(1.5);
    expect(random.length).to.equal(H - 1);
    for (const other of random) expect(Math.abs(other.addedAtDecisions)).to.be.below(0.2);
  });

  it('holds a cell at its mean over the text', async () => {
    const request = { cell: parseCell('1:5:c'), feature: quotes, hold: 'mean' as const };
    const inside = quotes.values(Int32Array.from(Array.from(lines), (c) => c.codePointAt(0)!));
    const mean = inside.reduce((sum, value) => sum + (value ? 1 : -1), 0) / inside.length;
    const { ablations } = viewAblation(await subject(), [request], createRng(1));
    expect(ablations[0]!.hold).to.be.closeTo(mean, 0.1); // before the first quote c is 0, and tanh(3 ± 10·tanh 1) is not quite ±1
  });

  it('refuses a feature that never ends, and a cell that is not there', async () => {
    const s = await subject();
    const braces = library.find(({ name }) => name === 'braces')!;
    expect(() =>
      viewAblation(s, [{ cell: parseCell('1:5'), feature: braces, hold: 'zero' }], createRng(1)),
    ).to.throw(/inspect\/decisions/);
    expect(() => indexOfCell(cellsOf(s.model, ['h']), parseCell('2:5'))).to.throw(
      /inspect\/cell: cell = 2:5:h/,
    );
    expect(() => cellsOf(s.model, ['r'])).to.throw(/inspect\/state: state = r/);
    expect(() => parseCell('2:0')).to.throw(/inspect\/cell-name: cell = 2:0/);
  });
});

describe('memory', () => {
  it('is no better for any context where the network has none', async () => {
    const { full, points } = viewMemory(await subject((model) => void model.params.weights.fill(0)));
    expect(full).to.be.closeTo(Math.log(letters.size), 1e-5);
    for (const { loss } of points) expect(loss).to.be.closeTo(full, 1e-5);
    expect(points[0]!.k).to.equal(1);
  });

  it('falls with the context where the state is used', async () => {
    const { full, points } = viewMemory(await subject(noNewlineInQuotes, quotedLines(1000)));
    expect(points[0]!.loss).to.be.above(full + 0.005);
    expect(points.at(-1)!.loss).to.be.closeTo(full, 0.02);
  });
});

describe('flow', () => {
  it('loses nothing on its way through a cell that neither writes nor forgets', async () => {
    const s = await subject((model) => {
      weightsOf(model.params, 'rnn.weight_hh_l0').fill(0);
      weightsOf(model.params, 'rnn.weight_ih_l0').fill(0);
      weightsOf(model.params, 'rnn.bias_ih_l0').fill(20, H, 2 * H); // forget gate open
      weightsOf(model.params, 'rnn.bias_ih_l0').fill(-20, 0, H); // input gate shut
      weightsOf(model.params, 'rnn.bias_ih_l0').fill(20, 3 * H, 4 * H);
    });
    const [layer] = viewFlow(s).layers;
    expect(layer!.says).to.equal('balanced');
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
    const s = await subject((model) => {
      weightsOf(model.params, 'rnn.weight_hh_l0').fill(0);
      weightsOf(model.params, 'rnn.bias_ih_l0').fill(0);
      weightsOf(model.params, 'rnn.bias_hh_l0').fill(0);
      weightsOf(model.params, 'rnn.weight_ih_l0').fill(0);
    });
    const { points, says, reach } = viewFlow(s).layers[0]!;
    expect(says).to.equal('vanishing');
    for (const { k, c } of points.slice(0, 6)) expect(c! / points[0]!.c!).to.be.closeTo(0.5 ** (k - 1), 1e-3);
    expect(reach).to.equal(6); // ½⁵ > 1 % > ½⁷
  });
});
