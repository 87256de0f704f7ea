import { expect } from 'chai';
import stringWidth from 'string-width';
import { library } from '../../../src/inspect/features/index.js';
import { followTraining } from '../../../src/inspect/over/over.js';
import type { OverReport } from '../../../src/inspect/over/report.js';
import { overView } from '../../../src/inspect/over/view.js';
import { defaultFirstWeights } from '../../../src/inspect/search/controls.js';
import { csvOf, sectionOf, terminalOf } from '../../helpers/shown.js';
import {
  buildQuoteCell,
  inspectionOf,
  knowQuotes,
  quotedLines,
  subjectOf,
  textOf,
} from '../networks/hand-built.js';

/** Checkpoints of a run in which a quote cell appears at step 8. */
const STEPS = [0, 1, 2, 4, 8, 16];
const BORN = 8;

describe('a run over its checkpoints', () => {
  const content = quotedLines(200);
  const features = library.filter(({ name }) => ['double-quotes', 'vowel', 'letter'].includes(name));
  let report: OverReport;
  const checkpoints = async () => {
    const text = await textOf(content);
    return STEPS.map((step) => ({
      step,
      open: () => Promise.resolve(subjectOf(text, step >= BORN ? knowQuotes : () => {})),
    }));
  };

  before(async () => {
    report = await followTraining(await checkpoints(), {
      features,
      states: ['h', 'c'],
      only: [],
      firstWeights: defaultFirstWeights,
      recent: 4,
      shuffles: 19,
      seed: 1,
      named: false,
    });
  });

  it('dates the birth of a finding, and finds nothing that the last checkpoint does not track', () => {
    expect(report.features.map(({ feature }) => feature)).to.deep.equal(['double-quotes']);
    const [quotes] = report.features;
    expect(quotes!.cell).to.match(/^1:5:/);
    expect(quotes!.born).to.deep.equal({ step: BORN, from: BORN, to: BORN });
  });

  it('has score, verdict and loss at each step: the loss falls where quotes end, with the birth', () => {
    const { steps, decisions } = report.features[0]!;
    expect(steps.map(({ step }) => step)).to.deep.equal(STEPS);
    expect(decisions).above(50);
    for (const { step, score, own, verdict, loss } of steps) {
      expect(verdict === 'tracks', `step ${step}`).to.equal(step >= BORN);
      if (step >= BORN) expect([score, own].every((value) => value > 0.95)).to.equal(true);
      else expect(own).below(0.8);
      expect(loss! < steps[0]!.loss! - 0.5, `step ${step}`).to.equal(step >= BORN);
    }
    expect(report.steps.map(({ step }) => step)).to.deep.equal(STEPS);
    expect(report.atBirth).to.equal(null);
  });

  it('is shown in 80 columns, as CSV, and as a section with its plots', async () => {
    const inspection = await inspectionOf(content, buildQuoteCell, { features, shuffles: 19 });
    const shown = await inspection.show(overView(await checkpoints()));
    const terminal = terminalOf(shown);
    for (const line of terminal.split('\n')) expect(stringWidth(line), line).at.most(80);
    expect(terminal).to.match(/^double-quotes +1:5:[hc] +8 \(8–8\) +(\.9\d\d|1\.00) +\S{6} /m);
    expect((await csvOf(shown)).trim().split('\n')).to.have.length(1 + STEPS.length);
    expect(sectionOf(shown).match(/<figure>/g)).to.have.length(2);
  });
});
