import { randomInt } from 'node:crypto';
import { userError } from '../../core/errors.js';
import { createRng } from '../../core/rng.js';
import type { Snapshot, TaskData } from '../../core/snapshot.js';
import { quote } from '../../core/quote.js';
import { openSource, textOf } from '../../files/read-text.js';
import { scaleNumbers } from '../../files/table-examples.js';
import { readNumber } from '../../files/table-checks.js';
import { createCellReader } from '../../files/table-cells.js';
import { backendOf } from '../choose-backend.js';
import { createAnswerer, type Answerer, type Source, type Written } from '../../sample/answers.js';
import type { Choice } from '../../sample/choice.js';
import type { SampleValues } from '../options/sample.js';
import { sanitizeLine } from '../terminal/sanitize.js';
import type { Console } from '../terminal/console.js';
import { exitCodeOfStop } from '../terminal/signals.js';

/** The most symbols of an answer. */
const LONGEST = 1000;

/** Alternatives of --jsonl. */
const ALTERNATIVES = 5;

/** `char-rnn sample` for the model of a task: a line in, a line out, in order; labels with --label. */
export async function answerLines(
  snapshot: Snapshot,
  input: string | undefined,
  { values, given }: { readonly values: SampleValues; readonly given: ReadonlySet<string> },
  choice: Choice,
  console: Console,
): Promise<number> {
  const task = snapshot.task!;
  const answerer = createAnswerer(snapshot, await backendOf(values.backend));
  const rng = createRng(values.seed ?? randomInt(2 ** 32));
  if (given.has('length')) {
    throw userError('usage/conflict', { flag: '--length', other: `a model of --task ${task.name}` });
  }
  const isDrawn = task.name === 'generate' || given.has('temp');
  const options = { ...choice, ...(!isDrawn && { temperature: 0 }), length: LONGEST, rng };
  const read = createLineReader(
    task,
    input === '-' || input === undefined ? 'standard input' : input,
    values.skipUnknown,
  );
  const { out, stop } = console;
  const score = values.score === undefined ? undefined : labelId(task.target, values.score, '--score');
  for await (const lines of batchesOf(linesOf(task, input, values, stop.signal), answerer.rows)) {
    const sources = lines.map(({ text, row }) => read(text, row));
    const answers = answer(answerer, task, sources, options);
    for (const [i, { text }] of lines.entries()) {
      const line =
        score !== undefined && answers.labels
          ? String(Math.exp(answers.labels[i]![score]!))
          : values.jsonl
            ? JSON.stringify(described(task, text, answers, i))
            : plain(task, answers, i);
      await out.write(`${out.isTTY ? sanitizeLine(line) : line}\n`);
    }
    if (out.closed || stop.signal.aborted) break;
  }
  return exitCodeOfStop();
}

interface Answers {
  readonly labels?: Float64Array[];
  readonly written?: Written[];
}

function answer(
  answerer: Answerer,
  task: TaskData,
  sources: Source[],
  options: Parameters<Answerer['targets']>[1],
): Answers {
  const ids = () => sources.map((source) => source.ids!);
  if (task.name === 'classify') return { labels: answerer.labels(ids()) };
  if (task.name === 'tag') return { written: answerer.tags(ids()) };
  return { written: answerer.targets(sources, options) };
}

const textOfTarget = ({ target, toTokens }: TaskData, ids: readonly number[]) =>
  ids.map((id) => target[id]).join(toTokens === 'words' ? ' ' : '');

function plain(task: TaskData, { labels, written }: Answers, i: number): string {
  return labels ? task.target[ranked(labels[i]!)[0]!]! : textOfTarget(task, written![i]!.ids);
}

function described(task: TaskData, source: string, { labels, written }: Answers, i: number): object {
  if (!labels) {
    const { ids, logprob } = written![i]!;
    return { source, answer: textOfTarget(task, ids), logprob };
  }
  const best = ranked(labels[i]!).slice(0, ALTERNATIVES);
  const alternatives = best.map((id) => ({
    label: task.target[id]!,
    probability: Math.exp(labels[i]![id]!),
  }));
  return { source, answer: alternatives[0]!.label, probability: alternatives[0]!.probability, alternatives };
}

function ranked(logprobs: Float64Array): number[] {
  return Array.from(logprobs.keys()).sort((a, b) => logprobs[b]! - logprobs[a]! || a - b);
}

interface Line {
  readonly text: string;
  readonly row: number;
}

/** The lines of the input; --label as often as --count says. */
async function* linesOf(
  task: TaskData,
  input: string | undefined,
  { label, count }: SampleValues,
  signal: AbortSignal,
): AsyncGenerator<Line> {
  if (label !== undefined) {
    if (task.name !== 'generate' || task.scaling !== null) {
      const expected = 'a model of --task generate that was trained from one column of labels';
      throw userError('usage/value', { flag: '--label', value: label, expected });
    }
    for (let row = 1; row <= count; row++) yield { text: label, row };
    return;
  }
  const source = await openSource(input ?? '-', {});
  let rest = '';
  let row = 0;
  for await (const piece of textOf(source, { signal })) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield { text: line.replace(/\r$/, ''), row: ++row };
  }
  if (rest !== '') yield { text: rest, row: row + 1 };
}

/** As many at a time as are there and fit; a line that is typed is answered at once. */
async function* batchesOf(lines: AsyncGenerator<Line>, most: number): AsyncGenerator<Line[]> {
  let batch: Line[] = [];
  for await (const line of lines) {
    batch.push(line);
    if (batch.length < most && !process.stdin.isTTY) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** A line as the model reads it. Throws table/*, with the line as row. */
function createLineReader(
  task: TaskData,
  file: string,
  skips: boolean,
): (text: string, row: number) => Source {
  const { from, source, scaling, name } = task;
  if (name === 'generate' && scaling !== null) {
    return (text, row) => {
      const cells = text.split(/[,\t]/);
      if (cells.length !== from.length) {
        const columns = from.length;
        throw userError('table/width', { file, row, cells: cells.length, columns, delimiter: quote(',') });
      }
      const numbers = cells.map((cell, i) => readNumber(cell, { file, row, column: from[i]! }));
      return { vector: scaleNumbers(Float32Array.from(numbers), scaling) };
    };
  }
  if (name === 'generate') return (text) => ({ label: labelId(source, text, from[0]!) });
  const reader = createCellReader('chars', { known: source, unknown: skips ? 'skip' : 'error' });
  return (text, row) => {
    const column = from[0]!;
    const ids = new Uint16Array(text.length);
    const end = reader.read(text, ids, 0, { file, row, column });
    if (end === 0) throw userError('table/empty-cell', { file, row, column: quote(column) });
    return { ids: Int32Array.from(ids.subarray(0, end)) };
  };
}

function labelId(labels: readonly string[], label: string, flag: string): number {
  const id = labels.indexOf(label);
  if (id >= 0) return id;
  const known = `one of ${labels.slice(0, 20).map(quote).join(', ')}`;
  throw userError('usage/value', { flag, value: quote(label), expected: known });
}
