import { expect } from 'chai';
import { weightsOf } from '../../../src/core/params.js';
import { memory } from '../../../src/inspect/views/memory/index.js';
import type { MemoryReport } from '../../../src/inspect/views/memory/report.js';
import type { LanguageModel } from '../../../src/model/language-model.js';
import {
  buildQuoteCell,
  H,
  inspectionOf,
  knowQuotes,
  letters,
  quotedLines,
  reportOf,
} from '../networks/hand-built.js';

const lines = quotedLines(60);

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

const view = async (text: string, build: (model: LanguageModel) => void): Promise<MemoryReport> =>
  reportOf(memory, await inspectionOf(text, build));

describe('memory', () => {
  it('is no better for any context where the network has none', async () => {
    const { full, points } = await view(lines, (model) => void model.params.weights.fill(0));
    expect(full).to.be.closeTo(Math.log(letters.size), 1e-5);
    for (const { loss } of points) expect(loss).to.be.closeTo(full, 1e-5);
    expect(points[0]!.k).to.equal(1);
  });

  it('falls with the context where the state is used', async () => {
    const { full, points } = await view(quotedLines(1000), noNewlineInQuotes);
    expect(points[0]!.loss).to.be.above(full + 0.005);
    expect(points.at(-1)!.loss).to.be.closeTo(full, 0.02);
  });

  const octaves = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512];
  for (const [characters, longest] of [
    [300, 16],
    [1_100, 64],
    [20_000, 512],
  ] as const) {
    it(`measures two contexts per octave, up to ${longest} in ${characters} characters`, async () => {
      const { points } = await view(quotedLines(1000).slice(0, characters), noNewlineInQuotes);
      expect(points.map(({ k }) => k)).to.deep.equal(octaves.filter((k) => k <= longest));
      for (const { n } of points) expect(n).to.be.at.least(16);
    });
  }

  it('asks for 256 characters', async () => {
    const error = await view(lines.slice(0, 200), knowQuotes).catch((reason: Error) => reason.message);
    expect(error).to.match(/inspect\/short: .*characters = 200, least = 256/);
  });
});
