import { createRng } from '../../../core/rng.js';
import { cellsOf, nameAt } from '../../forward/cells.js';
import { recordSeries, type SeriesRecord } from '../../forward/series.js';
import { initialize } from '../../../model/initialize.js';
import { createModel } from '../../../model/language-model.js';
import { defineView } from '../view.js';
import { blocks, rows, type ColumnsReport, type TrackedSignal } from './report.js';

/** Numbers that are kept of the cells, at most. */
const KEPT = 2e7;
/** The score from which a cell counts as tracking, and by how much it must exceed the controls. */
const [TRACKS, MARGIN, PARTLY] = [0.5, 0.05, 0.3] as const;

/** For each column of a series, its change and the phases of the calendar: the cell that tracks it best, with controls. */
export const columns = defineView<ColumnsReport>({
  name: 'cells',
  reads: ['series'],
  takes: ['state', 'search'],
  blocks,
  rows,
  async compute({ series: read, network, states, question }) {
    const series = read!;
    const { model, backend, pace } = network;
    const untrained = createModel(model.config, {
      kernels: backend.kernels,
      memory: backend.memory,
      T: model.T,
      B: 1,
      training: false,
      indexed: { data: series.data },
    });
    const { seed, how } = question.firstWeights;
    initialize(untrained.params, model.config, how, createRng(seed));
    untrained.refresh();
    const cells = cellsOf(model, states);
    const most = Math.min(question.limit ?? Infinity, Math.floor(KEPT / cells.count));
    const own = await recordSeries(model, series, cells, { most, pace });
    const first = await recordSeries(untrained, series, cellsOf(untrained, states), { most, pace });
    const middle = Math.floor(own.rows / 2);
    const rng = createRng(question.seed);
    const shifts = Array.from(
      { length: question.shuffles },
      () => middle / 4 + rng.below(Math.max(1, middle / 2)),
    );
    const features = series.signals.map((feature, signal): TrackedSignal => {
      const best = bestCell(own, signal, middle);
      const { cell: other } = bestCell(first, signal, middle);
      const score = correlation(own, best.cell, signal, { from: middle });
      const found = {
        feature,
        cell: nameAt(cells, best.cell),
        score,
        untrained: correlation(first, other, signal, { from: middle }),
        shifted: Math.max(
          0,
          ...shifts.map((by) => correlation(own, best.cell, signal, { from: middle, shift: Math.floor(by) })),
        ),
      };
      return { ...found, verdict: verdictOf(found) };
    });
    features.sort((a, b) => b.score - a.score);
    return {
      view: 'cells',
      series: series.name,
      rows: { selection: middle, heldOut: own.rows - middle },
      features,
    };
  },
});

function verdictOf({ score, untrained, shifted }: Omit<TrackedSignal, 'verdict'>): TrackedSignal['verdict'] {
  const isAbove = score > untrained + MARGIN && score > shifted + MARGIN;
  if (!isAbove || score < PARTLY) return 'no';
  return score >= TRACKS ? 'tracks' : 'partly';
}

/** The cell with the highest absolute correlation on the rows before `middle`. */
function bestCell(record: SeriesRecord, signal: number, middle: number): { readonly cell: number } {
  let best = { cell: 0, score: -1 };
  const cells = record.cells.length / record.rows;
  for (let cell = 0; cell < cells; cell++) {
    const score = correlation(record, cell, signal, { to: middle });
    if (score > best.score) best = { cell, score };
  }
  return best;
}

/** |Pearson's r| of a cell and a signal, whose rows are moved on by `shift`, the last ones to the beginning. */
function correlation(
  { cells, signals, rows }: SeriesRecord,
  cell: number,
  signal: number,
  {
    from = 0,
    to = rows,
    shift = 0,
  }: { readonly from?: number; readonly to?: number; readonly shift?: number },
): number {
  const [C, S, N] = [cells.length / rows, signals.length / rows, to - from];
  let [meanX, meanY, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (let n = 0; n < N; n++) {
    const x = cells[(from + n) * C + cell]!;
    const y = signals[(from + ((n + shift) % N)) * S + signal]!;
    const [dx, dy] = [x - meanX, y - meanY];
    meanX += dx / (n + 1);
    meanY += dy / (n + 1);
    xx += dx * (x - meanX);
    yy += dy * (y - meanY);
    xy += dx * (y - meanY);
  }
  return xx > 0 && yy > 0 ? Math.abs(xy) / Math.sqrt(xx * yy) : 0;
}
