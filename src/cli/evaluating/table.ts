import { count } from '../../core/format.js';
import { userError } from '../../core/errors.js';
import type { TaskData } from '../../core/snapshot.js';
import type { Example, Examples } from '../../data/examples.js';
import { evaluateTable, type TableEvaluation } from '../../eval/evaluate-table.js';
import { bayesTable } from '../../eval/bayes-table.js';
import { countSeen } from '../../eval/seen-rows.js';
import type { Metric } from '../../eval/task-metrics.js';
import { writeFileAtomic } from '../../disk/atomic-write.js';
import { backendOf } from '../../app/backend.js';
import type { EvalValues } from '../options/eval.js';
import { refuseToOverwriteInputs } from '../../app/outputs.js';
import type { Console } from '../terminal/console.js';
import { openProgress } from '../terminal/progress.js';
import { sanitizeLine } from '../../report/sanitize.js';
import { textOfTarget } from '../../tasks/task-data.js';
import { writeConfusion } from './confusion.js';
import type { EvalModel } from './subject.js';
import { describeTable, type TableMeasured } from './describe-table.js';
import { openTableSubject } from './table-subject.js';

/** Evaluates the model of a task on the rows of a table. */
export async function evaluateOnTable(
  model: EvalModel,
  files: readonly string[],
  values: EvalValues,
  console: Console,
): Promise<void> {
  const { out, err, stop } = console;
  const task = model.snapshot.task!;
  refuseFlags(task, files, values);
  const [file] = files as [string];
  refuseToOverwriteInputs(values, [file, model.file]);
  const needed = values.baseline !== undefined;
  const subject = await openTableSubject(model, file, values, { needed, watch: stop.watch });
  const progress = openProgress(console);
  try {
    const { table, examples, train } = subject;
    const backend = await backendOf(values.backend);
    const { batch, beam, seed } = values;
    const setup = { ...backend, batch, beam, seed, pause: progress.report, check: progress.check };
    const evaluation = await evaluateTable(model.snapshot, examples, setup);
    const seen = train && (await countSeen(examples, train, progress.report));
    const baseline =
      values.baseline && train
        ? await bayesTable(train, examples, task, { seed, pause: () => progress.report(0) })
        : undefined;
    progress.end();
    const measured = { evaluation, seen, baseline };
    if (values.jsonl) await writeRows(task, examples, evaluation, console);
    if (evaluation.confusion) await writeConfusion(values.csv, evaluation.confusion, task.target, out);
    const json = `${JSON.stringify(toJson(model.file, file, task, measured))}\n`;
    if (values.json === '-') await out.write(json);
    else if (values.json !== undefined) writeFileAtomic(values.json, json);
    if (out.closed) return;
    // where stdout holds data, the text goes to stderr
    const words = values.jsonl || values.csv === '-' || values.json === '-' ? err : out;
    const left = [
      table.omitted > 0 &&
        `left out: ${count(table.omitted)} row(s) that are too long (--max-length of the run)`,
      table.unknown > 0 &&
        `left out: ${count(table.unknown)} symbol(s) of sources that the model does not know`,
    ].filter((line) => line !== false);
    for (const line of left) await err.write(`${line}\n`);
    for (const line of describeTable(task, measured))
      await words.write(`${words.isTTY ? sanitizeLine(line) : line}\n`);
  } catch (error) {
    if (!out.closed) throw error;
  } finally {
    progress.end();
    subject.close();
  }
}

/** Throws usage/* for what makes no sense with the model of a task. */
function refuseFlags(task: TaskData, files: readonly string[], values: EvalValues): void {
  const other = `a model of --task ${task.name}`;
  const refused = [
    values.breakdown && '--breakdown',
    values.noCounts && '--no-counts',
    values.novelty !== undefined && '--novelty',
    values.include.length > 0 && '--include',
    values.exclude.length > 0 && '--exclude',
    values.baseline !== undefined && task.name !== 'classify' && '--baseline',
    values.beam !== undefined && task.name !== 'translate' && '--beam',
    values.csv !== undefined && task.name !== 'classify' && task.name !== 'tag' && '--csv',
  ].find((flag) => flag !== false);
  if (refused !== undefined) throw userError('usage/conflict', { flag: refused, other });
  const usage = 'char-rnn eval <model> <table>';
  if (files.length === 0) throw userError('usage/missing-argument', { usage });
  if (files.length > 1) throw userError('usage/extra-argument', { value: files[1]!, usage });
  if (values.train.length > 1) {
    throw userError('usage/value', { flag: '--train', value: values.train[1]!, expected: 'one table' });
  }
}

/** A JSON object for each row, in order. */
async function writeRows(
  task: TaskData,
  examples: Examples,
  { answers, nats }: TableEvaluation,
  { out }: Console,
): Promise<void> {
  for (let row = 0; row < examples.count && !out.closed; row++) {
    const example = examples.read(row);
    const truth = truthOf(task, example);
    const answer = answers && textOfTarget(task, answers[row]!);
    const line = { row: row + 1, ...(answers && { answer }), truth, loss: nats[row]! };
    await out.write(`${JSON.stringify(line)}\n`);
  }
}

function truthOf(task: TaskData, { label, target }: Example): string {
  return task.name === 'classify' ? task.target[label]! : textOfTarget(task, target);
}

/** The figures as plain numbers, and their 95 % intervals under `intervals`. */
function toJson(
  model: string,
  file: string,
  task: TaskData,
  { evaluation, seen, baseline }: TableMeasured,
): object {
  const { rows, predictions, loss, metrics, byLength } = evaluation;
  const figures: [string, Metric][] = [['loss', loss], ...Object.entries(metrics)];
  return {
    ...{ model, texts: [file], task: task.name, rows, predictions },
    ...Object.fromEntries(figures.map(([name, { value }]) => [name, value])),
    perplexity: Math.exp(loss.value),
    intervals: Object.fromEntries(figures.map(([name, { interval }]) => [name, interval])),
    ...(seen !== undefined && { seenInTraining: seen }),
    ...(byLength && { byLength }),
    ...(baseline && { baseline }),
  };
}
