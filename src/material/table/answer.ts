import { UserError, userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import { createRng } from '../../core/rng.js';
import type { TaskData } from '../../core/snapshot.js';
import { errorLine } from '../../core/wording/index.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import { corpusOriginOf } from '../../runs/config.js';
import { createAnswerer, type Source } from '../../sample/answers.js';
import { choiceOf } from '../../sample/choice.js';
import {
  ALTERNATIVES,
  answerSources,
  withhold,
  type AnswerOptions,
  type TaskAnswer,
} from '../../sample/task-answers.js';
import type { Answer, Answers, Asked } from '../answers.js';
import { listed } from './cells.js';
import { isColumnName, openQuestions, repeatedLabel, type Questions } from './questions.js';
import { createSourceReader, type SourceReader } from './source-reader.js';
import type { SourceRow } from './source-rows.js';

/** The most symbols of an answer by default. */
const LONGEST = 1000;

/** A remark on a first line that may be no data. */
const COLUMN_NAME =
  'note: the first line is the name of the column, and is answered like any other; tail -n +2 leaves a header out';

/**
 * The answers of the model of a task to the rows of a table, the lines of any other file, or a label. Throws usage/* for
 * what makes no sense with this task, and what opening a table throws.
 */
export async function answerRows({ file, snapshot }: ModelFile, asked: Asked): Promise<Answers> {
  const task = snapshot.task!;
  refuseFields(task, asked);
  const { input = '-', label, count = 1, backend, watch } = asked;
  const answerer = createAnswerer(snapshot, backend, { beam: widthOf(task, asked) });
  const { encoding = 'utf8', table } = corpusOriginOf(snapshot.training, file) ?? {};
  const format = {
    encoding: asked.encoding ?? encoding,
    delimiter: table?.delimiter,
    hasHeader: table?.header ?? true,
    signal: watch.signal,
  };
  const questions =
    label === undefined ? await openQuestions(input, task, format) : repeatedLabel(task, label, count);
  const reader = createSourceReader(task, {
    file: questions.file,
    skips: asked.skipUnknown ?? false,
    most: table?.truncate ? table.maxLength! : Infinity,
  });
  const write = (sources: readonly Source[], rows: readonly SourceRow[]) =>
    answerSources(answerer, task, sources, optionsOf(task, asked, rows));
  const { unit, names, hasHeader, delimiter } = questions;
  return {
    unit,
    hasHeader,
    delimiter,
    skipped: reader.skipped,
    columns: [...names, freeName('answer', names), freeName('probability', names)],
    hasLineEnds: task.target.some((symbol) => /[\n\r]/.test(symbol)),
    typed: label === undefined ? `a line with ${task.from.join(',')} is answered with a line` : undefined,
    async *[Symbol.asyncIterator]() {
      const render = renderOf(task, names, asked);
      for await (const batch of batchesOf(questions, answerer.rows)) {
        await watch.pause(NaN);
        yield* answersTo(batch, { questions, task, reader, write, render });
      }
    },
  };
}

/** Rows as they arrive, at most `most` at a time. */
async function* batchesOf({ rows }: Questions, most: number): AsyncGenerator<SourceRow[]> {
  for await (const arrived of rows)
    for (let from = 0; from < arrived.length; from += most) yield arrived.slice(from, from + most);
}

interface Work {
  readonly questions: Questions;
  readonly task: TaskData;
  readonly reader: SourceReader;
  readonly write: (sources: readonly Source[], rows: readonly SourceRow[]) => TaskAnswer[];
  readonly render: (row: SourceRow, answer: TaskAnswer | undefined) => Answer;
}

function* answersTo(
  batch: readonly SourceRow[],
  { questions: { unit, hasHeader }, task, reader, write, render }: Work,
): Generator<Answer> {
  const rows = batch.map((row) => readOrRefuse(row, reader));
  const good = rows.filter(({ source }) => source !== undefined);
  const answers = write(
    good.map(({ source }) => source!),
    good.map(({ row }) => row),
  );
  for (const { row } of rows) {
    const answer = render(row, row.bad ? undefined : answers.shift());
    const isNoData = unit === 'line' && hasHeader && isColumnName(row, task);
    yield isNoData ? { ...answer, note: COLUMN_NAME } : answer;
  }
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

/** Throws usage/* for fields that make no sense with a task, or with one another. */
function refuseFields(task: TaskData, { label, input, count, score }: Asked): void {
  if (label !== undefined && input !== undefined)
    throw userError('usage/conflict', { flag: '--label', other: input });
  if (label !== undefined && task.scaling !== null) {
    const expected = `a line of numbers on stdin: this model writes from ${task.from.join(',')}`;
    throw userError('usage/value', { flag: '--label', value: label, expected });
  }
  if (label !== undefined) labelId(task.source, label, '--label');
  if (count !== undefined && label === undefined) {
    const expected = '--label too; each line of the input is answered once';
    throw userError('usage/value', { flag: '--count', value: count, expected });
  }
  if (score !== undefined) labelId(task.target, score, '--score');
}

/** The id of a label that a flag names. Throws usage/value. */
function labelId(labels: readonly string[], label: string, flag: string): number {
  const id = labels.indexOf(label);
  if (id >= 0) return id;
  throw userError('usage/value', { flag, value: quote(label), expected: `one of ${listed(labels)}` });
}

/** Whether targets are drawn, rather than written with the likeliest symbols or searched for. */
const isDrawn = ({ name }: TaskData, { beam, temp = 0 }: Asked): boolean =>
  name === 'generate' ? beam === undefined : temp > 0;

/** The width of the search, which also finds the next best answers. */
function widthOf(task: TaskData, asked: Asked): number | undefined {
  const isListed = asked.alternatives && task.name === 'translate' && !isDrawn(task, asked);
  return asked.beam ?? (isListed ? ALTERNATIVES : undefined);
}

function optionsOf(task: TaskData, asked: Asked, rows: readonly SourceRow[]): AnswerOptions {
  const choice = choiceOf(asked);
  return {
    ...(isDrawn(task, asked) ? choice : { ...choice, temperature: 0 }),
    length: asked.length ?? LONGEST,
    width: widthOf(task, asked),
    searched: asked.beam !== undefined,
    rngs: rows.map(({ row }) => createRng(asked.seed, row)),
  };
}

/** Digits of a probability in a table. */
const PRECISION = 6;

/** An answer as text, as a record and as a row of a table. */
function renderOf(
  task: TaskData,
  names: readonly string[],
  { score, minProbability = 0 }: Asked,
): Work['render'] {
  const scored = score === undefined ? undefined : labelId(task.target, score, '--score');
  return (row, found) => {
    const own = names.map((_, i) => row.cells[i] ?? '');
    const source = (row.bad ? row.cells : row.source).join();
    if (found === undefined) {
      const record = { source, answer: null, error: errorLine(row.bad!) };
      return { text: '', record, cells: [...own, '', ''], bad: row.bad };
    }
    const answer = withhold(found, minProbability);
    const probability = Math.exp(answer.logprob);
    const text = scored === undefined ? (answer.text ?? '') : String(Math.exp(answer.labels![scored]!));
    return {
      text,
      record: recordOf(task, source, answer),
      cells: [...own, answer.text ?? '', String(+probability.toPrecision(PRECISION))],
      withheld: answer.text === null,
    };
  };
}

function recordOf(
  { name }: TaskData,
  source: string,
  { text, logprob, ...answer }: TaskAnswer,
): Answer['record'] {
  const key = name === 'classify' ? 'label' : 'answer';
  const alternatives = answer.alternatives?.map((other) => ({
    [key]: other.text,
    probability: Math.exp(other.logprob),
  }));
  return {
    source,
    answer: text,
    probability: Math.exp(logprob),
    ...(name !== 'classify' && { logprob }),
    ...(alternatives && { alternatives }),
  };
}

/** `name`, or the first of name_2, name_3, ... that no column has. */
function freeName(name: string, names: readonly string[]): string {
  let free = name;
  for (let n = 2; names.includes(free); n++) free = `${name}_${n}`;
  return free;
}
