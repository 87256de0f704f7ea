import { userError } from '../../core/errors.js';
import { count } from '../../core/format.js';
import { argmax } from '../../core/numbers.js';
import { quote } from '../../core/quote.js';
import type { Fact } from '../../core/result.js';
import { createRng } from '../../core/rng.js';
import { confusionOf } from '../../eval/confusion.js';
import { createNearest, type LabeledNumbers } from '../../eval/nearest.js';
import { classifyMetrics } from '../../eval/task-metrics.js';
import { labelsOfSeries } from '../../sample/series-labels.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import { seriesExamples } from '../../tasks/label-series.js';
import { confusionBlocks, confusionCsv } from '../confusion.js';
import { figuresOf, withInterval, type Evaluation, type ScoreOptions } from '../evaluation.js';
import type { SeriesData } from './for-model.js';
import { numberRows } from './numbers.js';

/** Series of the training data that are compared with, at most. */
const MOST_KNOWN = 10_000;

/** How well a network labels series, beside their nearest neighbors in the training data, where these are at hand. */
export async function scoreLabels(
  { snapshot }: ModelFile,
  data: SeriesData,
  { backend, seed, watch, training }: ScoreOptions<SeriesData>,
): Promise<Evaluation> {
  const labels = snapshot.labels!;
  const truth = truthOf(data, labels);
  const config = snapshot.model.series!;
  const rows = numberRows(data.read, config);
  const examples = seriesExamples(data.read, data.members);
  const predicted: number[] = [];
  let nats = 0;
  for (const logs of labelsOfSeries(snapshot, rows, examples, backend)) {
    nats -= logs[truth[predicted.length]!]!;
    predicted.push(argmax(logs));
    if (predicted.length % 32 === 0) await watch.pause(predicted.length / truth.length);
  }
  const answers = truth.map((label, i) => ({ truth: label, predicted: predicted[i]! }));
  const metrics = classifyMetrics(answers, labels.length, createRng(seed));
  const loss = nats / truth.length;
  const known = await training(false);
  const nearest = known && (await nearestAccuracy(known, data, { truth, labels, config, watch }));
  const confusion = confusionOf(truth, predicted, labels.length);
  const facts: Fact[] = [
    ['accuracy', withInterval(metrics['accuracy']!).join('')],
    ['macro F1', withInterval(metrics['macroF1']!).join('')],
    ['loss', `${loss.toFixed(4)} nats per label`],
    ['series', count(truth.length)],
    ...(nearest === undefined
      ? []
      : [['1-nearest', `${nearest.toFixed(4)} accuracy of the nearest training series`] as Fact]),
  ];
  return {
    loss,
    figures: {
      task: 'classify',
      series: truth.length,
      loss,
      ...figuresOf(metrics),
      ...(nearest !== undefined && { baselines: { nearest: { accuracy: nearest } } }),
    },
    blocks: [{ kind: 'facts', facts }, ...confusionBlocks(confusion, labels)],
    table: confusionCsv(confusion, labels),
    notes: [],
  };
}

/** The labels of the series as numbers of the model's. Throws table/unknown-label. */
function truthOf({ read, members }: SeriesData, known: readonly string[]): number[] {
  const { names, of } = read.labels;
  return members.map((member) => {
    const label = names[of[member]!]!;
    const id = known.indexOf(label);
    if (id >= 0) return id;
    const where = {
      file: read.file,
      row: read.ranges[member]!.from + 2,
      column: quote(read.columns.label!.name),
    };
    throw userError('table/unknown-label', {
      ...where,
      label: quote(label),
      known: known.map(quote).join(', '),
    });
  });
}

async function nearestAccuracy(
  known: SeriesData,
  data: SeriesData,
  {
    truth,
    labels,
    config,
    watch,
  }: {
    readonly truth: readonly number[];
    readonly labels: readonly string[];
    readonly config: Parameters<typeof numberRows>[1];
    readonly watch: ScoreOptions['watch'];
  },
): Promise<number> {
  const D = config.inputs.length + 2 * config.calendar.length;
  const { names, of } = known.read.labels;
  const examples = known.members.slice(0, MOST_KNOWN).map((member): LabeledNumbers => ({
    numbers: numbersOf(known, member, config, D),
    label: labels.indexOf(names[of[member]!]!),
  }));
  const nearest = createNearest(examples, D);
  let right = 0;
  for (const [i, member] of data.members.entries()) {
    if (nearest(numbersOf(data, member, config, D)) === truth[i]) right += 1;
    await watch.pause(i / truth.length);
  }
  return right / truth.length;
}

function numbersOf(
  { read }: SeriesData,
  member: number,
  config: Parameters<typeof numberRows>[1],
  D: number,
): Float32Array {
  const { from, to } = read.ranges[member]!;
  const rows = numberRows(read, config);
  const numbers = new Float32Array((to - from) * D);
  for (let row = from; row < to; row++)
    rows.readInputs(row, numbers.subarray((row - from) * D, (row - from + 1) * D));
  return numbers;
}
