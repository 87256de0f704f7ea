import { mean } from '../../../core/numbers.js';
import type { Feature } from '../../features/index.js';
import { cellsOf, indexOfCell, nameAt, type Cell } from '../../forward/cells.js';
import { traceCell, type Interval } from '../../forward/record.js';
import type { Subject } from '../../forward/subject.js';
import { spread, symbolsIn } from '../../forward/text.js';
import type { FeatureReport } from '../../search/report.js';
import { parseCell } from '../../../model/cell-name.js';
import { defineView, type Inspection } from '../view.js';
import { blocks, rows, type CellsReport, type Excerpt } from './report.js';

/** About two lines of a terminal. */
const LENGTH = 152;
/** The number of excerpts. */
const MOST = 4;
/** How many symbols of a part are searched for excerpts. */
const SEARCHED = 50_000;

/** The default view: for each feature the cell that tracks it best, with controls and a verdict. */
export const cells = defineView<CellsReport>({
  name: 'cells',
  reads: ['text', 'table'],
  takes: ['cell', 'state', 'feature', 'search'],
  async compute(inspection) {
    const report = await inspection.search();
    const subject = await inspection.searched();
    const shown = report.features.filter(({ verdict }) => verdict === 'tracks' || verdict === 'partly');
    const excerpts: Excerpt[] = [];
    // labels and tags belong to rows, which have no excerpts
    const most = answersWithLabels(inspection) ? 0 : MOST;
    for (const found of shown.slice(0, most)) {
      const feature = inspection.question.features.find(({ name }) => name === found.feature)!;
      excerpts.push(await excerptOf(subject, feature, found, report.parts.heldOut));
    }
    return { view: 'cells', ...report, excerpts };
  },
  blocks,
  rows,
  section: { title: 'Features', always: true },
});

const answersWithLabels = ({ table }: Inspection): boolean =>
  table?.data.name === 'classify' || table?.data.name === 'tag';

/** The excerpt of a part in which the feature changes most, and the values of its best cell there. */
async function excerptOf(
  subject: Subject,
  feature: Feature,
  { cell }: FeatureReport,
  part: Interval,
): Promise<Excerpt> {
  const { text } = subject;
  const from = liveliest(spread(text, await feature.values(text.codes)), part);
  const interval = { from, to: Math.min(part.to, from + LENGTH) };
  const { state, ...where } = parseCell(cell) as Cell;
  const watched = cellsOf(subject.model, [state]);
  const index = indexOfCell(watched, { ...where, state });
  const values = Array.from(await traceCell(subject, watched, index, interval));
  return {
    feature: feature.name,
    cell: nameAt(watched, index),
    from,
    symbols: symbolsIn(text, interval.from, interval.to),
    values,
    range: Math.max(...values.map(Math.abs)),
  };
}

/** Where a window of LENGTH varies most, so that it shows the feature on and off. */
function liveliest(values: Float32Array, { from, to }: Interval): number {
  const end = Math.min(to, from + SEARCHED);
  let best = from;
  let highest = -1;
  for (let start = from; start + LENGTH <= end; start += LENGTH >> 1) {
    const window = values.subarray(start, start + LENGTH);
    const center = mean(window);
    const variance = window.reduce((sum, v) => sum + (v - center) ** 2, 0);
    if (variance > highest) [best, highest] = [start, variance];
  }
  return best;
}
