import { randomInt } from 'node:crypto';
import { UserError } from '../../core/errors.js';
import { createRng } from '../../core/rng.js';
import type { Snapshot, TaskData } from '../../core/snapshot.js';
import { corpusOriginOf } from '../../runs/config.js';
import type { SourceRow } from '../../material/table/source-rows.js';
import { createAnswerer, type Source } from '../../sample/answers.js';
import type { Choice } from '../../sample/choice.js';
import {
  ALTERNATIVES,
  answerSources,
  type AnswerOptions,
  withhold,
  type TaskAnswer,
} from '../../sample/task-answers.js';
import { backendOf } from '../../app/backend.js';
import { errorLine } from '../../core/wording/index.js';
import type { SampleValues } from '../options/sample.js';
import type { Console } from '../terminal/console.js';
import { openProgress } from '../terminal/progress.js';
import { sanitizeLine } from '../../report/sanitize.js';
import { exitCodeOfStop } from '../terminal/signals.js';
import { refuseSampleFlags } from './flags.js';
import { isColumnName, openQuestions, repeatedLabel, type Questions } from './inputs.js';
import { createSourceReader, type SourceReader } from './read-source.js';
import { openAnswerOutput } from './write-answers.js';

/** The most symbols of an answer, unless --length is given. */
const LONGEST = 1000;

/** A remark on a first line that may be no data. */
const COLUMN_NAME =
  'note: the first line is the name of the column, and is answered like any other; tail -n +2 leaves a header out\n';

/** The exit code where some lines have no answer: they cannot be used. */
const UNANSWERED = 3;

type Given = { readonly values: SampleValues; readonly given: ReadonlySet<string> };

/**
 * `char-rnn sample` for the model of a task: an answer for each line, or row of a table, in order, or for each label
 * of --label. One that cannot be read has an empty answer and a message; the others are answered.
 */
export async function answerLines(
  { file, snapshot }: { readonly file: string; readonly snapshot: Snapshot },
  input: string | undefined,
  { values, given }: Given,
  choice: Choice,
  console: Console,
): Promise<number> {
  const task = snapshot.task!;
  refuseSampleFlags(task, { values, given }, input);
  const { err, stop } = console;
  const { isDrawn, ...way } = howToWrite(task, { values, given });
  const answerer = createAnswerer(snapshot, await backendOf(values.backend), { beam: way.width });
  const options = {
    ...{ ...choice, ...way, length: given.has('length') ? values.length : LONGEST },
    ...(!isDrawn && { temperature: 0 }),
  };
  const seed = values.seed ?? randomInt(2 ** 32);
  if (input === undefined && values.label === undefined && process.stdin.isTTY)
    await err.write(`a line with ${task.from.join(',')} is answered with a line; Ctrl-D ends\n`);
  const corpus = corpusOriginOf(snapshot.training, file);
  const isTyped = (input === undefined || input === '-') && process.stdin.isTTY;
  const encoding = values.encoding ?? (isTyped ? 'utf8' : (corpus?.encoding ?? 'utf8'));
  const questions =
    values.label === undefined
      ? await openQuestions(input ?? '-', task, {
          ...{ encoding, delimiter: corpus?.table?.delimiter, signal: stop.signal },
          hasHeader: corpus?.table?.header ?? true,
        })
      : repeatedLabel(task, values.label, values.count);
  const { maxLength, truncate } = corpus?.table ?? {};
  const reader = createSourceReader(task, {
    ...{ file: questions.file, skips: values.skipUnknown },
    most: truncate ? maxLength! : Infinity,
  });
  const counts = await answerAll(questions, reader, {
    answer: (sources, rows) => {
      const rngs = rows.map(({ row }) => createRng(seed, row));
      const answers = answerSources(answerer, task, sources, { ...options, rngs });
      return answers.map((answer) => withhold(answer, values.minProbability));
    },
    ...{ most: answerer.rows, task, values, console },
  });
  await summarize(counts, questions, reader.skipped(), console);
  return exitCodeOfStop() || (counts.bad > 0 ? UNANSWERED : 0);
}

/** How targets are written: sampled or greedy, the beam width, and whether the best hypothesis is the answer. */
function howToWrite(
  { name }: TaskData,
  { values, given }: Given,
): Pick<AnswerOptions, 'width' | 'searched'> & { readonly isDrawn: boolean } {
  const isDrawn = name === 'generate' ? values.beam === undefined : given.has('temp') && values.temp > 0;
  const listed = values.jsonl && name === 'translate' && !isDrawn ? ALTERNATIVES : undefined;
  return { isDrawn, width: values.beam ?? listed, searched: values.beam !== undefined };
}

interface Work {
  readonly answer: (sources: readonly Source[], rows: readonly SourceRow[]) => TaskAnswer[];
  /** The most rows that are answered at once. */
  readonly most: number;
  readonly task: TaskData;
  readonly values: SampleValues;
  readonly console: Console;
}

interface Counts {
  rows: number;
  /** Those that cannot be read, and those whose answer is not probable enough. */
  bad: number;
  withheld: number;
}

/** Answers all rows, in batches of those that have arrived, and writes each batch before the next is read. */
async function answerAll(questions: Questions, reader: SourceReader, work: Work): Promise<Counts> {
  const { console, most } = work;
  const { out, err, stop } = console;
  const output = await openAnswerOutput(work.task, questions, work.values, out);
  const progress = openProgress(console);
  const counts = { rows: 0, bad: 0, withheld: 0 };
  try {
    for await (const arrived of questions.rows) {
      for (let from = 0; from < arrived.length && !output.isClosed(); from += most) {
        await progress.report(0);
        const batch = arrived.slice(from, from + most).map((row) => readOrRefuse(row, reader));
        const good = batch.filter(({ row }) => row.bad === undefined);
        const answers = work.answer(
          good.map(({ source }) => source!),
          good.map(({ row }) => row),
        );
        for (const { row } of batch) {
          if (questions.unit === 'line' && questions.hasHeader && isColumnName(row, work.task))
            await err.write(COLUMN_NAME);
          const answer = row.bad ? undefined : answers.shift();
          await output.write(row, answer);
          counts.rows += 1;
          if (answer?.text === null) counts.withheld += 1;
          if (!row.bad) continue;
          counts.bad += 1;
          await err.write(`char-rnn: ${sanitizeLine(errorLine(row.bad))}\n`);
        }
      }
      if (output.isClosed() || stop.signal.aborted) break;
    }
    stop.throwIfRequested();
    output.commit();
  } finally {
    output.discard();
  }
  return counts;
}

/** What the model reads of a row, or why it cannot be read. */
function readOrRefuse(row: SourceRow, reader: SourceReader): { row: SourceRow; source?: Source } {
  if (row.bad) return { row };
  try {
    return { row, source: reader.read(row) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { row: { ...row, bad: error } };
  }
}

async function summarize(
  { rows, bad, withheld }: Counts,
  { unit }: Questions,
  skipped: number,
  { err }: Console,
): Promise<void> {
  const show = (n: number) => n.toLocaleString('en-US');
  if (skipped > 0) await err.write(`left out: ${show(skipped)} symbol(s) that the model does not know\n`);
  if (withheld > 0)
    await err.write(
      `${show(withheld)} of ${show(rows)} answers are less probable than asked: they are empty\n`,
    );
  if (bad > 0 && rows > 1)
    await err.write(`${show(bad)} of ${show(rows)} ${unit}s could not be read: their answers are empty\n`);
}
