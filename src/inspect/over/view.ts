import { beginningOf } from '../forward/text.js';
import { guard, type Row } from '../views/csv.js';
import { defineView, type View } from '../views/view.js';
import { followTraining, USUAL_READS, type Checkpoint } from './over.js';
import { overSection } from './page.js';
import type { OverReport } from './report.js';
import { renderOver } from './terminal.js';

/** The checkpoints of a run: `open` builds the network of one, which reads the text of the inspection. */
export type Run = readonly {
  readonly step: number;
  open(): Promise<Pick<Awaited<ReturnType<Checkpoint['open']>>, 'model' | 'backend'>>;
}[];

/** When each finding was born along training. */
export const overView = (run: Run): View =>
  defineView<OverReport>({
    name: 'over',
    takes: ['state', 'feature', 'search'],
    async compute(inspection) {
      const { question, states } = inspection;
      const { text: whole, pace } = await inspection.subject();
      const text = beginningOf(whole, question.limit ?? USUAL_READS);
      const checkpoints = run.map(({ step, open }) => ({
        step,
        open: async () => ({ ...(await open()), text, pace }),
      }));
      return followTraining(checkpoints, { ...question, states, only: [], named: question.featuresNamed });
    },
    terminal: renderOver,
    csv: rows,
    section: { title: 'Over training', always: false, render: overSection },
  });

/** A row for each feature and checkpoint. */
function* rows({ features }: OverReport): Generator<Row> {
  yield [
    ...['feature', 'measure', 'last_cell', 'born', 'born_from', 'born_to', 'step', 'cell', 'score', 'own'],
    ...['untrained', 'recent', 'p', 'verdict', 'loss', 'elsewhere'],
  ];
  for (const { feature, measure, cell, born, steps } of features) {
    const birth = [born?.step ?? '', born?.from ?? '', born?.to ?? ''];
    for (const s of steps) {
      yield [
        ...[guard(feature), measure, cell, ...birth, s.step, s.cell, s.score, s.own],
        ...[s.untrained, s.recent, s.p, s.verdict, s.loss ?? '', s.elsewhere],
      ];
    }
  }
}
