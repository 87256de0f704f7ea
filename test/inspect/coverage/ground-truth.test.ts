import { expect } from 'chai';
import { nestedText } from '../../../corpora/nested.js';
import { createRng, type Rng } from '../../../src/core/rng.js';
import { shuffle } from '../../../src/core/shuffle.js';
import { termsOf, type Terms } from '../../../src/inspect/coverage/atoms.js';
import { coverCells } from '../../../src/inspect/coverage/coverage.js';
import { createExplainer, type Explained } from '../../../src/inspect/coverage/explain.js';
import { and, evaluate, negate, type Formula } from '../../../src/inspect/coverage/formula.js';
import type { CoverageReport } from '../../../src/inspect/coverage/report.js';
import { columnsOf } from '../../../src/inspect/coverage/standardize.js';
import { library } from '../../../src/inspect/features/index.js';
import { cellsOf } from '../../../src/inspect/forward/cells.js';
import { unwatched } from '../../../src/inspect/forward/pace.js';
import { recordSample, sampledValues } from '../../../src/inspect/forward/record.js';
import type { Subject } from '../../../src/inspect/forward/subject.js';
import { presets } from '../../../src/train/presets.js';
import { inspectedText, shuffledText, trainedOn, vocabularyOf } from '../networks/trained.js';
import { pearson } from '../search/pearson.js';

/** Of the variance of a planted cell, the share that its formula has; the rest is noise. */
const SHARES = [0.8, 0.5, 0.25, 0.1];
const SEEDS = 20;
type Part = 'selection' | 'heldOut';

const { text } = nestedText(40_000, 3);
const vocabulary = vocabularyOf(text);
const firstWeights = { seed: 1, how: presets.default.initialization };

describe('coverage of cells with a planted formula, among those of a network', function () {
  this.timeout(120_000);
  const planted: { formula: Formula; size: number; share: number; scale: number }[] = [];
  let terms: Terms;
  let found: Explained;

  before(async () => {
    const subject = await trainedOn(text, vocabulary, { hidden: 16, steps: 1 });
    const cells = cellsOf(subject.model, ['h', 'c']);
    const samples = {
      selection: await recordSample(subject, cells, { from: 0, to: 24_000 }),
      heldOut: await recordSample(subject, cells, { from: 36_000, to: 40_000 }),
    };
    const at = (values: Float32Array) => ({
      selection: sampledValues(samples.selection, values),
      heldOut: sampledValues(samples.heldOut, values),
    });
    terms = termsOf(
      library,
      library.map((feature) => at(feature.values(subject.text.codes))),
    );
    const { length: n } = terms.atoms[0]!.holds.selection;
    const holding = Array.from({ length: n }, (_, i) =>
      [...terms.atoms.keys()].filter((a) => terms.atoms[a]!.holds.selection[i] === 1),
    );
    for (let seed = 0; seed < SEEDS; seed++) {
      for (const size of [1, 2, 3]) {
        const formula = randomFormula(terms, holding, size, createRng(seed, size));
        const spread = variance(truth(terms, formula, 'selection'));
        for (const share of SHARES)
          planted.push({ formula, size, share, scale: Math.sqrt(share / (1 - share) / spread) });
      }
    }
    const noise = createRng(9);
    const observed = (part: Part) => {
      const { activations, blocks, length } = samples[part];
      const n = blocks * length;
      const own = Array.from({ length: cells.count }, (_, c) =>
        Float32Array.from({ length: n }, (_, i) => activations[i * cells.count + c]!),
      );
      const these = planted.map(({ formula, scale }) =>
        Float32Array.from(truth(terms, formula, part), (value) => scale * value + noise.normal()),
      );
      return columnsOf([...these, ...own], n);
    };
    const values = { selection: observed('selection'), heldOut: observed('heldOut') };
    const nothing = {
      selection: { ...values.selection, values: new Float32Array(values.selection.values.length) },
      heldOut: { ...values.heldOut, values: new Float32Array(values.heldOut.values.length) },
    };
    const { blocks, length } = samples.heldOut;
    const explain = createExplainer(terms, subject.backend);
    found = await explain(
      { cells: values, recent: nothing, blocks: { blocks, length } },
      { shuffles: 99, rng: createRng(1), pace: unwatched },
    );
  });

  for (const size of [1, 2, 3]) {
    for (const share of SHARES) {
      it(`finds those of ${size} with ${share} of the variance, in 20 of 20`, () => {
        const these = planted.flatMap((one, c) => (one.size === size && one.share === share ? [c] : []));
        expect(these).to.have.length(SEEDS);
        for (const c of these) {
          const { formula, score, p } = found.explanations[c]!;
          const { n, width, values } = found.signals;
          const signal = Float32Array.from({ length: n }, (_, i) => values[i * width + c]!);
          const expected = truth(terms, planted[c]!.formula, 'heldOut');
          const like = pearson(signal, Float32Array.from(expected)) ** 2;
          const planned = planted[c]!.scale ** 2 * variance(expected);
          expect(like, formula).above(0.9);
          expect(score, formula).closeTo(planned / (1 + planned), 0.03);
          expect(p).at.most(0.05);
        }
      });
    }
  }
});

describe('coverage of networks', function () {
  this.timeout(300_000);
  const options = { features: library, states: ['h', 'c'], firstWeights, recent: 4, shuffles: 39, seed: 1 };
  const cover = (subject: Subject, content: string) =>
    coverCells({ ...subject, text: inspectedText(content, vocabulary) }, options);
  const tracked = ({ cells }: CoverageReport) =>
    cells
      .filter(({ verdict }) => verdict.startsWith('tracks'))
      .map(({ cell, formula }) => `${cell} ${formula}`);

  it('finds nothing in networks trained on shuffled text, in 20 of 20', async () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const shuffled = shuffledText(text.slice(0, 6_000), seed);
      const network = await trainedOn(shuffled, vocabulary, { hidden: 8, steps: 40 });
      expect(tracked(await cover(network, shuffled)), `seed ${seed}`).to.deep.equal([]);
    }
  });

  it('explains an untrained network by the last characters and by no feature beyond them', async () => {
    const network = await trainedOn(text, vocabulary, { hidden: 16, steps: 1 });
    const { explained } = await cover(network, text.slice(0, 10_000));
    const { untrained } = explained;
    expect(untrained.cells).to.include({ all: 32, feature: 0, formula: 0 });
    expect(untrained.recent).above(0.6);
    expect(untrained.both - untrained.recent).below(0.05);
  });
});

const truth = ({ atoms }: Terms, formula: Formula, part: Part): Uint8Array =>
  evaluate(formula, (atom) => atoms[atom]!.holds[part]);

/** Of values that are 0 or 1. */
function variance(on: Uint8Array): number {
  const rate = on.reduce((sum, value) => sum + value, 0) / on.length;
  return rate * (1 - rate);
}

/** Conditions joined at random, so that no formula of fewer conditions says nearly the same. */
function randomFormula(
  terms: Terms,
  holding: readonly (readonly number[])[],
  size: number,
  rng: Rng,
): Formula {
  for (;;) {
    const chosen = shuffle([...terms.atoms.keys()], rng).slice(0, size);
    const literals = chosen.map((atom): Formula => ({ op: rng.below(2) === 0 ? 'is' : 'not', atom }));
    const formula = literals.reduce((whole, next) => and(rng.below(2) === 0 ? whole : negate(whole), next));
    const on = truth(terms, formula, 'selection');
    const rate = on.reduce((sum, value) => sum + value, 0) / on.length;
    if (Math.min(rate, 1 - rate) > 0.05 && closest(holding, terms.atoms.length, on, size - 1) < 0.75)
      return formula;
  }
}

/** The largest squared correlation with a formula of at most two conditions, from how often each two of them hold. */
function closest(holding: readonly (readonly number[])[], A: number, on: Uint8Array, size: number): number {
  if (size === 0) return 0;
  const n = on.length;
  const [all, within] = [new Float64Array(A * A), new Float64Array(A * A)];
  for (let i = 0; i < n; i++) {
    const here = holding[i]!;
    for (const a of here) {
      for (const b of here) {
        all[a * A + b]! += 1;
        within[a * A + b]! += on[i]!;
      }
    }
  }
  const positive = on.reduce((sum, value) => sum + value, 0);
  const squared = (m: number, both: number): number =>
    (n * both - m * positive) ** 2 / (m * (n - m) * positive * (n - positive)) || 0;
  let best = 0;
  for (let a = 0; a < A; a++) {
    for (let b = 0; b < A; b++) {
      if (size < 2 && a !== b) continue;
      const [m, k] = [all[a * A + b]!, within[a * A + b]!];
      const [ma, ka] = [all[a * A + a]!, within[a * A + a]!];
      const [mb, kb] = [all[b * A + b]!, within[b * A + b]!];
      const parts = [
        [m, k],
        [ma - m, ka - k],
        [mb - m, kb - k],
        [n - ma - mb + m, positive - ka - kb + k],
      ] as const;
      best = Math.max(best, ...parts.map(([count, both]) => squared(count, both)));
    }
  }
  return best;
}
