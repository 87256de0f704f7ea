import { userError } from '../../core/errors.js';
import { count } from '../../core/format.js';
import { bayesTable } from '../../eval/bayes-table.js';
import { evaluateTable, type TableEvaluation } from '../../eval/evaluate-table.js';
import { countSeen } from '../../eval/seen-rows.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { Examples } from '../../data/examples.js';
import { textOfTarget } from '../../tasks/task-data.js';
import {
  figuresOf,
  type Each,
  type Evaluation,
  type NamedData,
  type NamedOptions,
  type ScoreOptions,
} from '../evaluation.js';
import { confusionCsv } from '../confusion.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import { describeTable } from './describe-score.js';
import { openTableForModel } from './for-model.js';

/** A table by the columns of a model, in its symbols. Throws usage/extra-argument, table/*, corpus/*. */
export async function openTableFor(
  model: ModelFile,
  [file, other]: readonly string[],
  { encoding, watch }: NamedOptions,
): Promise<NamedData<Examples>> {
  if (other !== undefined)
    throw userError('usage/extra-argument', { value: other, usage: 'char-rnn eval <model> <table>' });
  const { table, examples } = await openTableForModel(file!, model, { encoding, unknown: 'skip', watch });
  const { omitted, unknown, close } = table;
  const notes = [
    ...(omitted > 0
      ? [`left out: ${count(omitted)} row(s) that are too long (--max-length of the run)`]
      : []),
    ...(unknown > 0 ? [`left out: ${count(unknown)} symbol(s) of sources that the model does not know`] : []),
  ];
  return { files: [file!], part: examples, unknown, notes, close };
}

/** How well the model of a task answers the rows of a table, and what else is asked for. */
export async function scoreRows(
  { snapshot }: ModelFile,
  { part: examples }: NamedData<Examples>,
  how: ScoreOptions<Examples>,
): Promise<Evaluation> {
  const { backend, batch, beam, seed, each } = how;
  const { pause, check } = how.watch;
  const task = snapshot.task!;
  const train = await how.training(how.baseline !== undefined);
  const evaluation = await evaluateTable(snapshot, examples, { ...backend, batch, beam, seed, pause, check });
  const seen = train && (await countSeen(examples, train, pause));
  const baseline =
    how.baseline && train
      ? await bayesTable(train, examples, task, { seed, pause: () => pause(0) })
      : undefined;
  if (each) await eachRow(snapshot, examples, evaluation, each);
  const { rows, predictions, loss, metrics, confusion, byLength } = evaluation;
  return {
    loss: loss.value,
    figures: {
      task: task.name,
      rows,
      predictions,
      ...figuresOf({ loss, ...metrics }, { perplexity: Math.exp(loss.value) }),
      ...(seen !== undefined && { seenInTraining: seen }),
      ...(byLength && { byLength }),
      ...(baseline && { baseline }),
    },
    blocks: describeTable(task, { evaluation, seen, baseline }),
    ...(confusion && { table: confusionCsv(confusion, task.target) }),
    notes: [],
  };
}

/** Rows that are passed on at a time. */
const AT_ONCE = 1024;

/** Passes on each row: the model's answer, where it gives one, what is right, and Σ nats. */
async function eachRow(
  { task }: Snapshot,
  examples: Examples,
  { answers, nats }: TableEvaluation,
  each: Each,
): Promise<void> {
  const itemOf = (row: number) => {
    const { label, target } = examples.read(row);
    const truth = task!.name === 'classify' ? task!.target[label]! : textOfTarget(task!, target);
    const answer = answers && textOfTarget(task!, answers[row]!);
    return { row: row + 1, ...(answer !== undefined && { answer }), truth, loss: nats[row]! };
  };
  for (let from = 0; from < examples.count; from += AT_ONCE) {
    const length = Math.min(AT_ONCE, examples.count - from);
    await each(
      Array.from({ length }, (_, i) => itemOf(from + i)),
      'row',
    );
  }
}
