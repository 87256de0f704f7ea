import { expect } from 'chai';
import { createPlainMemory } from '../../../src/core/memory.js';
import { createRng } from '../../../src/core/rng.js';
import { library } from '../../../src/inspect/features/index.js';
import { costOf, lossOf, permutationP } from '../../../src/inspect/match/cost.js';
import {
  correlation,
  createCrossProduct,
  createMoments,
  strongest,
} from '../../../src/inspect/match/correlation.js';
import { matchNetworks } from '../../../src/inspect/match/match.js';
import { exchanged, findPartners } from '../../../src/inspect/match/partners.js';
import type { MatchReport } from '../../../src/inspect/match/report.js';
import { defaultFirstWeights } from '../../../src/inspect/search/controls.js';
import { chooseBackend } from '../../../src/kernels/index.js';
import { js } from '../../../src/kernels/js/index.js';
import { copyTensors, type LanguageModel } from '../../../src/model/language-model.js';
import { buildQuoteCell, H, knowQuotes, quotedLines, subjectOf, textOf } from '../networks/hand-built.js';
import { initialize } from '../../../src/model/initialize.js';

/** Pearson's correlation in float64, two passes. */
function pearson(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const sum = (of: (i: number) => number) => x.reduce((total, _, i) => total + of(i), 0);
  const xy = sum((i) => (x[i]! - mx) * (y[i]! - my));
  return xy / Math.sqrt(sum((i) => (x[i]! - mx) ** 2) * sum((i) => (y[i]! - my) ** 2));
}

describe('the correlation of cells', () => {
  for (const name of ['js', 'wasm'] as const) {
    it(`in pieces is that of float64 in two passes, also far from zero: ${name}`, async () => {
      const backend =
        name === 'js' ? { kernels: js, memory: createPlainMemory() } : await chooseBackend('wasm');
      const rng = createRng(3);
      const [X, Y, N] = [5, 7, 4000];
      const common = Array.from({ length: N }, () => rng.normal());
      const columnOf = (i: number) => common.map((shared) => 3 * (i % 2) + (i / 4) * shared + rng.normal());
      const xs = Array.from({ length: X }, (_, i) => columnOf(i));
      const ys = Array.from({ length: Y }, (_, j) => (j === 6 ? common.map(() => 2.5) : columnOf(j)));
      const product = createCrossProduct(backend, X, Y);
      const [ofX, ofY] = [createMoments(X), createMoments(Y)];
      const [x, y] = [backend.memory.floats(1000 * X), backend.memory.floats(1000 * Y)];
      for (let from = 0; from < N; from += 1000) {
        for (let row = 0; row < 1000; row++) {
          for (let i = 0; i < X; i++) x[row * X + i] = xs[i]![from + row]!;
          for (let j = 0; j < Y; j++) y[row * Y + j] = ys[j]![from + row]!;
        }
        product.add(x, y, 1000);
        ofX.add(x, 1000);
        ofY.add(y, 1000);
      }
      for (let i = 0; i < X; i++) {
        for (let j = 0; j < 6; j++)
          expect(correlation(product, ofX, ofY, i, j)).closeTo(pearson(xs[i]!, ys[j]!), 1e-5);
        expect(correlation(product, ofX, ofY, i, 6), 'a constant').equal(0);
      }
      const found = strongest(product, ofX, ofY);
      const best = ys.slice(0, 6).map((column) => Math.abs(pearson(xs[4]!, column)));
      expect(found.ofX[4]).closeTo(Math.max(...best), 1e-5);
      expect(found.partnersOfX[4]).equal(best.indexOf(Math.max(...best)));
    });
  }
});

describe('shuffled text', () => {
  it('has at every place the same step of another row, each once', () => {
    // steps 0 (rows 0, 2, 3) and 1 (row 1 alone) of four rows
    const { from, to } = exchanged(Int32Array.from([0, 2, 3, 5]), 4, 0.9);
    expect(from).deep.equal([0, 2, 3]);
    expect([...to].sort()).deep.equal([0, 2, 3]);
    from.forEach((place, i) => expect(to[i]).not.equal(place));
  });
});

describe('the cost of cells', () => {
  it('has the p of an exact count of permutations', () => {
    // of the 6 ways to choose 2 of 4, one is as extreme
    const values = [3, 4, 1, 2].map((value, i) => ({ block: 0, first: i < 2, value }));
    expect(permutationP(values, 4999, createRng(1))).closeTo(1 / 6, 0.02);
    // a difference between blocks is none within them
    const blocks = [0, 0, 1, 1].map((block, i) => ({ block, first: i % 2 === 0, value: block * 100 }));
    expect(permutationP(blocks, 199, createRng(1))).equal(1);
  });

  it('is that of the loss with the cell clamped', async () => {
    const subject = subjectOf(await textOf(quotedLines(120)), knowQuotes);
    const intact = await lossOf(subject);
    const quote = await costOf(subject, { layer: 1, unit: 5, state: 'c' }, 0, intact);
    const other = await costOf(subject, { layer: 1, unit: 2, state: 'c' }, 0, intact);
    // the decoder of this network depends on the quote cell alone
    expect(Math.abs(quote)).above(0.05);
    expect(Math.abs(other)).below(1e-6);
  });
});

describe('networks that differ by their seed', () => {
  const options = {
    features: library.filter(({ name }) => ['double-quotes', 'letter'].includes(name)),
    states: ['c'],
    recent: 4,
    shuffles: 19,
    seed: 1,
  };
  const random = (seed: number) => (model: LanguageModel) =>
    initialize(model.params, model.config, defaultFirstWeights.how, createRng(seed));
  const quoting = (seed: number) => (model: LanguageModel) => {
    random(seed)(model);
    buildQuoteCell(model);
  };
  let report: MatchReport;

  before(async () => {
    const text = await textOf(quotedLines(200));
    const networks = [1, 2, 3].map((seed) => ({
      name: `run ${seed}`,
      subject: subjectOf(text, quoting(seed)),
      firstWeights: { ...defaultFirstWeights, seed },
    }));
    // one backend for all
    const { backend } = networks[0]!.subject;
    report = await matchNetworks(
      networks.map((one) => ({ ...one, subject: { ...one.subject, backend } })),
      options,
    );
  });

  it('share the cell that all of them have, and only there above both controls', () => {
    const quotes = report.cells.filter(({ cell }) => cell === '1:5:c');
    expect(quotes).length(3);
    for (const { recurs, partner, shuffled, untrained, least, feature } of quotes) {
      expect({ recurs, feature }).deep.equal({ recurs: true, feature: 'double-quotes' });
      expect(partner).closeTo(1, 1e-3);
      expect(least).closeTo(1, 1e-3);
      expect(Math.max(shuffled, untrained)).below(0.7);
    }
    // cells that read the quote cell track quotes as well
    expect(report.features.map(({ feature }) => feature)).deep.equal(['double-quotes']);
    expect(report.features[0]!.cells).at.least(3);
  });

  it('count every cell once, in shares that belong together', () => {
    expect(report.cells).length(3 * H);
    const recurring = report.cells.filter(({ recurs }) => recurs);
    expect(report.share).equal(recurring.length / report.cells.length);
    expect(report.every).at.most(report.share);
    expect(report.verdicts.reduce((sum, { cells }) => sum + cells, 0)).equal(3 * H);
    expect(report).include.keys('share', 'shuffled', 'untrained', 'features');
    expect(report.shuffled).equal(0);
  });

  it('find their own copy in every place, and no copy in another text', async () => {
    const text = await textOf(quotedLines(100));
    const [a, b] = [subjectOf(text, random(1)), subjectOf(text, random(1))];
    const same = { ...b, backend: a.backend };
    expect(copyTensors(a.model.params)).deep.equal(copyTensors(b.model.params));
    const [first] = await findPartners([a, same], [a, same], ['c'], createRng(1));
    for (const r of first!.trained) expect(r).closeTo(1, 1e-5);
    // the control is the same network here
    for (const r of first!.untrained) expect(r).closeTo(1, 1e-5);
    expect(Math.max(...first!.shuffled)).below(0.7);
  });
});
