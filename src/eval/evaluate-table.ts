import { createRng } from '../core/rng.js';
import type { Snapshot } from '../core/snapshot.js';
import { largest, sum } from '../core/numbers.js';
import type { Example, Examples } from '../data/examples.js';
import { createAnswerer } from '../sample/answers.js';
import { confusionOf, type Confusion } from './confusion.js';
import { scoreTable, type RowScores, type TableScoreSetup } from './score-table.js';
import {
  classifyMetrics,
  meanOf,
  shareByLength,
  tagMetrics,
  translateMetrics,
  type LengthBin,
  type Metric,
  type Metrics,
} from './task-metrics.js';

/** The scores of the model of a task on a table. */
export interface TableEvaluation {
  readonly rows: number;
  /** The unit of a prediction: one label per row, or one symbol each. */
  readonly predictions: number;
  /** Mean nats per prediction. */
  readonly loss: Metric;
  /** The metrics of the task, by name. */
  readonly metrics: Metrics;
  /** classify, tag: the confusion matrix. */
  readonly confusion?: Confusion;
  /** translate: the share of exact matches by the length of the source. */
  readonly byLength?: readonly LengthBin[];
  /** The model's answer to each row, as ids of the target; none for generate. */
  readonly answers?: readonly ArrayLike<number>[];
  /** Σ nats of each row. */
  readonly nats: Float64Array;
}

export interface TableEvaluationSetup extends TableScoreSetup {
  /** Seed of the bootstrap. */
  readonly seed: number;
  /** translate: hypotheses of a beam search; without it each symbol is the most probable one. */
  readonly beam?: number | undefined;
}

/** Scores all rows of a table and measures what the task measures. */
export async function evaluateTable(
  snapshot: Snapshot,
  examples: Examples,
  setup: TableEvaluationSetup,
): Promise<TableEvaluation> {
  const scores = await scoreTable(snapshot, examples, setup);
  const rng = createRng(setup.seed);
  const common = {
    rows: examples.count,
    predictions: sum(scores.counts),
    loss: meanOf(scores.nats, scores.counts, rng),
    nats: scores.nats,
  };
  const rows = Array.from({ length: examples.count }, (_, row) => examples.read(row));
  const { name, source, target } = snapshot.task!;
  switch (name) {
    case 'classify':
      return { ...common, ...classified(rows, scores, target.length, rng) };
    case 'tag':
      return { ...common, ...tagged(rows, scores, { source, tags: target.length }, rng) };
    case 'translate': {
      const answers = await translate(snapshot, rows, setup);
      return { ...common, ...translated(rows, answers, rng), answers };
    }
    case 'generate':
      return { ...common, metrics: {} };
  }
}

type Rng = ReturnType<typeof createRng>;

function classified(rows: readonly Example[], { predicted }: RowScores, labels: number, rng: Rng) {
  const pairs = rows.map(({ label }, i) => ({ truth: label, predicted: predicted[i]![0]! }));
  const truth = pairs.map((pair) => pair.truth);
  return {
    metrics: classifyMetrics(pairs, labels, rng),
    confusion: confusionOf(
      truth,
      pairs.map((pair) => pair.predicted),
      labels,
    ),
    answers: predicted,
  };
}

function tagged(
  rows: readonly Example[],
  { predicted }: RowScores,
  { source, tags }: { readonly source: readonly string[]; readonly tags: number },
  rng: Rng,
) {
  const isBlank = source.map((symbol) => /^\s$/.test(symbol));
  const pairs = rows.map((row, i) => ({
    truth: row.target,
    predicted: predicted[i]!,
    blanks: Array.from(row.source, (id) => isBlank[id]!),
  }));
  const all = (lists: readonly ArrayLike<number>[]) => lists.flatMap((list) => Array.from(list));
  return {
    metrics: tagMetrics(pairs, tags, rng),
    confusion: confusionOf(all(rows.map(({ target }) => target)), all(predicted), tags),
    answers: predicted,
  };
}

/** The model's answer to each row; a source that occurs in several rows is translated once. */
async function translate(
  snapshot: Snapshot,
  rows: readonly Example[],
  setup: TableEvaluationSetup,
): Promise<ArrayLike<number>[]> {
  const answerer = createAnswerer(snapshot, setup, { beam: setup.beam });
  const rng = createRng(setup.seed); // nothing is drawn
  const length = 2 * largest(rows.map(({ target }) => target.length)) + 10;
  const sources = new Map(rows.map(({ source }) => [source.join(), source]));
  const keys = [...sources.keys()].sort((a, b) => sources.get(a)!.length - sources.get(b)!.length);
  const answers = new Map<string, readonly number[]>();
  for (let from = 0; from < keys.length; from += answerer.rows) {
    const part = keys.slice(from, from + answerer.rows);
    const given = part.map((key) => ({ ids: sources.get(key)! }));
    const written =
      setup.beam === undefined
        ? answerer.targets(given, { temperature: 0, length, rngs: given.map(() => rng) })
        : answerer.beams(given, length).map(([best]) => best!);
    part.forEach((key, i) => answers.set(key, written[i]!.ids));
    await setup.pause?.((from + part.length) / keys.length);
  }
  return rows.map(({ source }) => answers.get(source.join())!);
}

/** Any target that occurs with a source is a right answer to it. */
function translated(rows: readonly Example[], answers: readonly ArrayLike<number>[], rng: Rng) {
  const bySource = new Map<string, { references: Example['target'][]; predicted: ArrayLike<number> }>();
  const lengths = new Map<string, number>();
  rows.forEach(({ source, target }, i) => {
    const key = source.join();
    const known = bySource.get(key);
    if (known) known.references.push(target);
    else bySource.set(key, { references: [target], predicted: answers[i]! });
    lengths.set(key, source.length);
  });
  const isExact = ({
    references,
    predicted,
  }: {
    references: ArrayLike<number>[];
    predicted: ArrayLike<number>;
  }) => references.some((target) => Array.from(target).join() === Array.from(predicted).join());
  const hits = [...bySource].map(([key, row]) => ({ length: lengths.get(key)!, hit: isExact(row) }));
  return { metrics: translateMetrics([...bySource.values()], rng), byLength: shareByLength(hits) };
}
