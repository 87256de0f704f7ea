import { count, score, signed } from '../../core/format.js';
import type { Block, Chart, CsvRow, Table } from '../../core/result.js';
import { beginningOf } from '../forward/text.js';
import { defineView, type View } from '../views/view.js';
import { followTraining, USUAL_READS, type Checkpoint } from './over.js';
import type { BornFeature, OverReport } from './report.js';

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
    blocks,
    rows,
    section: { title: 'Over training', always: false },
  });

/** A row for each feature, with its score and its loss at each checkpoint as bars; on a page as charts. */
function blocks(report: OverReport): Block[] {
  const { steps, features, text } = report;
  return [
    {
      kind: 'heading',
      title: text.name,
      whole: true,
      rest: `: ${count(text.characters)} characters, ${steps.length} checkpoints`,
    },
    features.length > 0
      ? tableOf(features)
      : { kind: 'note', text: 'No cell of the last checkpoint tracks a feature.' },
    { kind: 'note', tone: 'strong', text: atBirthWords(report) },
    ...features.flatMap(chartsOf),
    {
      kind: 'note',
      tone: 'quiet',
      text: [
        `Checkpoints of steps ${steps.map(({ step }) => count(step)).join(', ')}.`,
        `Born: the first step from which the verdict of the last one holds, with 95 % of a bootstrap of blocks of text. Score: of the best cell at each step, from chance to 1. Loss there: nats where the next character ends the feature, at the last step; the bars go from the lowest to the highest.`,
      ],
    },
  ];
}

function tableOf(features: readonly BornFeature[]): Table {
  return {
    kind: 'table',
    columns: [
      { name: 'feature', align: 'left' },
      { name: 'cell', align: 'right' },
      { name: 'born at', align: 'right' },
      { name: 'score', align: 'right' },
      { name: 'at each step', align: 'left' },
      { name: 'loss there', align: 'right' },
      { name: 'at each step', align: 'left' },
    ],
    rows: features.map((one) => ({ cells: cellsOf(one), about: one.cell })),
  };
}

function cellsOf(one: BornFeature): Table['rows'][number]['cells'] {
  const last = one.steps.at(-1)!;
  const chance = one.measure === 'auc' ? 0.5 : 0;
  const losses = one.steps.map(({ loss }) => loss ?? NaN);
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  return [
    one.feature,
    one.cell,
    bornWords(one),
    (one.sign < 0 ? '↓' : '') + score(last.score),
    { bars: one.steps.map(({ score: value }) => (value - chance) / (1 - chance)) },
    last.loss === null ? '-' : last.loss.toFixed(3),
    last.loss === null ? '' : { bars: losses.map((loss) => (loss - low) / (high - low)) },
  ];
}

/** `256 (128–512)`. */
function bornWords({ born }: BornFeature): string {
  if (born === null) return 'never';
  return `${count(born.step)} (${count(born.from)}–${born.to === null ? 'never' : count(born.to)})`;
}

/** Whether the loss falls when the cells appear. */
function atBirthWords({ atBirth }: OverReport): string {
  if (atBirth === null)
    return 'Too few births of features that end in this text to ask whether the loss falls with them.';
  const { fall, expected, p, births } = atBirth;
  const figures = `ln(loss before / at birth) is ${signed(fall, 3)} beyond that elsewhere, ${signed(expected, 3)} when ${births} features exchange their births (p = ${p.toFixed(3)})`;
  return p <= 0.05
    ? `The loss where a feature ends falls when its cell appears: ${figures}.`
    : `That the loss where a feature ends falls when its cell appears is not shown: ${figures}.`;
}

/** The score and, where the feature ends in this text, the loss along training. */
function chartsOf({ feature, measure, decisions, ...one }: BornFeature): Chart[] {
  const steps = one.steps.filter(({ step }) => step > 0); // a logarithmic axis has no place for 0
  const x = { label: 'step', scale: 'log', domain: [1, steps.at(-1)!.step] } as const;
  const line = (name: string, of: 'score' | 'recent' | 'loss' | 'elsewhere') => ({
    name,
    points: steps.map((at) => [at.step, at[of]!] as const),
  });
  const most = Math.max(...steps.flatMap(({ loss, elsewhere }) => [loss ?? 0, elsewhere]));
  const common = { kind: 'chart', mark: 'line', only: 'page', x } as const;
  const scores: Chart = {
    ...common,
    y: { label: measure, domain: [measure === 'auc' ? 0.5 : 0, 1] },
    series: [line('best cell', 'score'), line('last characters', 'recent')],
    caption: `${feature}: score`,
  };
  const losses: Chart = {
    ...common,
    y: { label: 'nats', domain: [0, most] },
    series: [line('where it ends', 'loss'), line('elsewhere', 'elsewhere')],
    caption: `${feature}: loss`,
  };
  return decisions > 0 ? [scores, losses] : [scores];
}

/** A row for each feature and checkpoint. */
function* rows({ features }: OverReport): Generator<CsvRow> {
  yield [
    ...['feature', 'measure', 'last_cell', 'born', 'born_from', 'born_to', 'step', 'cell', 'score', 'own'],
    ...['untrained', 'recent', 'p', 'verdict', 'loss', 'elsewhere'],
  ];
  for (const { feature, measure, cell, born, steps } of features) {
    const birth = [born?.step ?? '', born?.from ?? '', born?.to ?? ''];
    for (const s of steps) {
      yield [
        ...[feature, measure, cell, ...birth, s.step, s.cell, s.score, s.own],
        ...[s.untrained, s.recent, s.p, s.verdict, s.loss ?? '', s.elsewhere],
      ];
    }
  }
}
