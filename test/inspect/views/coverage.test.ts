import { expect } from 'chai';
import stringWidth from 'string-width';
import type { CoverageReport } from '../../../src/inspect/coverage/report.js';
import { library, regexFeature } from '../../../src/inspect/features/index.js';
import { csvOf, sectionOf, terminalOf } from '../../helpers/shown.js';
import { coverage } from '../../../src/inspect/views/coverage/index.js';
import type { Inspection } from '../../../src/inspect/views/view.js';
import { buildQuoteCell, H, inspectionOf, quotedLines, reportOf } from '../networks/hand-built.js';

describe('the view coverage', () => {
  const content = quotedLines(200);
  let inspection: Inspection;
  let report: CoverageReport;

  before(async () => {
    inspection = await inspectionOf(content, buildQuoteCell);
    report = await reportOf<CoverageReport>(coverage, inspection);
  });

  it('explains a hand-built quote cell by its feature, both its states, and all of its variance', () => {
    const [first, second] = report.cells;
    expect([first!.cell, second!.cell]).to.have.members(['1:5:c', '1:5:h']);
    for (const cell of [first!, second!]) {
      expect(cell).to.include({ feature: 'double-quotes', formula: 'double-quotes', sign: 1 });
      expect(cell.verdict).to.equal('tracks a feature');
      expect(cell.score).above(0.95);
      expect(cell.score).above(cell.recent + 0.2);
      expect(cell.untrained).below(0.5);
      expect(cell.both).closeTo(1, 0.05);
    }
  });

  it('counts every cell once, and the network before training beside them', () => {
    for (const { cells } of [report.explained, report.explained.untrained]) {
      const { all, feature, formula, recent, none, constant } = cells;
      expect(all).to.equal(2 * H);
      expect(feature + formula + recent + none + constant).to.equal(all);
    }
    expect(report.explained.cells.feature).at.least(2);
    const shares = report.cells.map(({ recent }) => Math.max(0, recent));
    expect(report.explained.recent).closeTo(shares.reduce((a, b) => a + b) / shares.length, 1e-9);
  });

  it('has the fields of the contract for each cell', () => {
    for (const cell of report.cells)
      expect(cell).to.include.keys(
        ...['cell', 'state', 'feature', 'formula', 'score', 'recent', 'untrained', 'verdict'],
      );
    expect(report.explained).to.have.all.keys('cells', 'features', 'recent', 'both', 'untrained');
  });

  it('fits a terminal of 80 columns, names the best cells and says what the numbers are', async () => {
    const shown = await inspection.show(coverage);
    const terminal = terminalOf(shown);
    for (const line of terminal.split('\n')) expect(stringWidth(line), line).at.most(80);
    expect(terminal).to.match(/^1:5:[ch] +(\.9\d\d|1\.00) +-?\.\d+ +\.\d+ +feature +double-quotes$/m);
    expect(terminal).to.match(/^cells that track a feature +\d+ +0$/m);
    expect((await csvOf(shown)).split('\n')).to.have.length(2 + 2 * H);
    expect(sectionOf(shown)).to.include('<td class="tracks">tracks a feature</td>');
  });

  it('refuses features that never vary in the text, and a text that is too short', async () => {
    const never = regexFeature('digits', 'digits', /[0-9]/);
    const ask = async (text: string, features = library) =>
      reportOf(coverage, await inspectionOf(text, buildQuoteCell, { features })).catch(String);
    expect(await ask(content, [never])).to.match(/inspect\/constant: .*digits/);
    expect(await ask(content.slice(0, 1999))).to.match(/inspect\/short: .*1999/);
  });
});
