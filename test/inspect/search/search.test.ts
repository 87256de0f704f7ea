import { expect } from 'chai';
import { searchCells } from '../../../src/inspect/search/search.js';
import type { FeatureReport, SearchReport } from '../../../src/inspect/search/report.js';
import { defaultFirstWeights } from '../../../src/inspect/search/controls.js';
import { library } from '../../../src/inspect/features/index.js';
import type { Subject } from '../../../src/inspect/forward/subject.js';
import { buildQuoteCell, quotedLines, subjectOf, textOf } from '../networks/hand-built.js';

const options = {
  features: library,
  states: ['h', 'c'],
  only: [],
  firstWeights: { ...defaultFirstWeights, seed: 7 },
  recent: 4,
  shuffles: 99,
  seed: 1,
};

const view = (subject: Subject): Promise<SearchReport> => searchCells(subject, options);
const reportOf = ({ features }: SearchReport, name: string): FeatureReport =>
  features.find(({ feature }) => feature === name)!;

describe('the search for cells', () => {
  const lines = quotedLines(200);

  let report: SearchReport;
  let untrained: SearchReport;

  before(async () => {
    report = await view(subjectOf(await textOf(lines), buildQuoteCell));
    untrained = await view(subjectOf(await textOf(lines), () => {}));
  });

  it('finds the cell that is the quote detector, and says that it tracks quotes', () => {
    const quotes = reportOf(report, 'double-quotes');
    expect(quotes.cell).to.match(/^1:5:[hc]$/);
    expect(quotes.score).to.be.above(0.999);
    expect(quotes.f1).to.be.above(0.999);
    expect(quotes).to.include({ verdict: 'tracks', sign: 1 });
    expect(quotes.p).to.be.at.most(0.05);
    expect(quotes.probe[0]!.score).to.be.above(0.99);
  });

  it('reports an inverted detector as well', async () => {
    const subject = subjectOf(await textOf(lines), (model) => {
      buildQuoteCell(model);
      // the sign of what is shown: h = σ(o)·tanh(c), so negate what is written and what is seen of it
      model.params.weights.subarray(model.params.table.get('rnn.bias_ih_l0')!.offset)[2 * 8 + 4]! *= -1;
    });
    const quotes = reportOf(await view(subject), 'double-quotes');
    expect(quotes).to.include({ verdict: 'tracks', sign: -1 });
    expect(quotes.score).to.be.above(0.999);
  });

  it('never finds that an untrained network tracks anything', () => {
    expect(untrained.features.filter(({ verdict }) => verdict === 'tracks')).to.deep.equal([]);
  });

  it('says so where a cell only echoes the last character', () => {
    expect(reportOf(report, 'whitespace').verdict).to.not.equal('tracks');
    expect(reportOf(report, 'whitespace').recent).to.be.above(0.999);
  });

  it('names the features that do not occur', () => {
    expect(report.absent).to.include.members(['braces', 'digits', 'url', 'indentation']);
  });
});
