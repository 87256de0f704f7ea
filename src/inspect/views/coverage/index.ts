import { coverCells, USUAL_READS } from '../../coverage/coverage.js';
import type { CoverageReport } from '../../coverage/report.js';
import { beginningOf } from '../../forward/text.js';
import { guard, type Row } from '../csv.js';
import { defineView } from '../view.js';
import { coverageSection } from './page.js';
import { renderCoverage } from './terminal.js';

/** For every cell what explains it, and how much of all of them is explained. */
export const coverage = defineView<CoverageReport>({
  name: 'coverage',
  takes: ['state', 'feature', 'search'],
  async compute(inspection) {
    const subject = await inspection.subject();
    const { question, states } = inspection;
    const text = beginningOf(subject.text, question.limit ?? USUAL_READS);
    return coverCells({ ...subject, text }, { ...question, states });
  },
  terminal: renderCoverage,
  csv: rows,
  section: { title: 'Coverage', always: false, render: coverageSection },
});

/** A row per cell. */
function* rows({ cells }: CoverageReport): Generator<Row> {
  yield [
    ...[
      'cell',
      'state',
      'feature',
      'feature_score',
      'formula',
      'sign',
      'score',
      'features',
      'recent',
      'both',
    ],
    ...['untrained', 'p', 'verdict'],
  ];
  for (const c of cells) {
    yield [
      ...[c.cell, c.state, guard(c.feature), c.featureScore, guard(c.formula), c.sign, c.score],
      ...[c.features, c.recent, c.both, c.untrained, c.p, c.verdict],
    ];
  }
}
