import { answer, type Answer, type AnswerRequest, type Answers } from '../../app/sample/answer.js';
import { userError } from '../../core/errors.js';
import { count } from '../../core/format.js';
import { errorLine } from '../../core/wording/index.js';
import { rowWriter } from '../../report/csv-line.js';
import { sanitizeLine } from '../../report/sanitize.js';
import type { SampleValues } from '../options/sample.js';
import type { Console } from '../terminal/console.js';
import type { Output } from '../terminal/output.js';
import { openProgress } from '../terminal/progress.js';
import { exitCodeOfStop } from '../terminal/signals.js';
import { openSink, type Sink } from '../terminal/sink.js';

/** The exit code where some inputs have no answer: they cannot be used. */
const UNANSWERED = 3;

type Shown = Pick<SampleValues, 'jsonl' | 'null' | 'raw' | 'output'>;

/** `sample` of any other model: an answer for each input, and a message for one that cannot be read. */
export async function writeAnswers(request: AnswerRequest, values: Shown, console: Console): Promise<number> {
  const { out, err, stop } = console;
  refuseOutput(values.output);
  const isTyped = (request.input ?? '-') === '-' && process.stdin.isTTY;
  const answers = await answer({
    ...request,
    encoding: request.encoding ?? (isTyped ? 'utf8' : undefined), // a terminal's is UTF-8
    alternatives: values.jsonl,
    watch: openProgress(console),
  });
  if (isTyped && request.input === undefined && answers.typed)
    await err.write(`${answers.typed}; Ctrl-D ends\n`);
  for (const note of answers.notes ?? []) await err.write(`${sanitizeLine(note)}\n`);
  const output = await openAnswerOutput(answers, values, out);
  const counts = { all: 0, bad: 0, withheld: 0 };
  try {
    for await (const given of answers) {
      if (given.note !== undefined) await err.write(`${given.note}\n`);
      await output.write(given);
      counts.all += 1;
      if (given.withheld) counts.withheld += 1;
      if (given.bad) {
        counts.bad += 1;
        await err.write(`char-rnn: ${sanitizeLine(errorLine(given.bad))}\n`);
      }
      if (output.isClosed()) break;
    }
    stop.watch.check();
    output.commit();
  } finally {
    output.discard();
  }
  for (const line of summary(answers, counts)) await err.write(`${line}\n`);
  return exitCodeOfStop() || (counts.bad > 0 ? UNANSWERED : 0);
}

interface Counts {
  readonly all: number;
  /** Inputs that cannot be read, and answers that are not probable enough. */
  readonly bad: number;
  readonly withheld: number;
}

function* summary({ skipped, unit }: Answers, { all, bad, withheld }: Counts): Generator<string> {
  if (skipped() > 0) yield `left out: ${count(skipped())} symbol(s) that the model does not know`;
  if (withheld > 0)
    yield `${count(withheld)} of ${count(all)} answers are less probable than asked: they are empty`;
  if (bad > 0 && all > 1)
    yield `${count(bad)} of ${count(all)} ${unit}s could not be read: their answers are empty`;
}

/** Where answers go. */
interface AnswerOutput extends Pick<Sink, 'commit' | 'discard'> {
  write(answer: Answer): Promise<void>;
  /** Whether nobody reads on. */
  isClosed(): boolean;
}

/** A table with --output, or of answers that are one; else a line, or JSON, on stdout. */
async function openAnswerOutput(answers: Answers, values: Shown, out: Output): Promise<AnswerOutput> {
  const { output = answers.isTable && !values.jsonl ? '-' : undefined } = values;
  if (output === undefined) {
    const render = renderOf(answers, values, out.isTTY);
    return {
      write: (given) => out.write(render(given)),
      commit() {},
      discard() {},
      isClosed: () => out.closed,
    };
  }
  const sink = openSink(output, out);
  const row = rowWriter(output, answers.delimiter);
  const write = (cells: readonly string[]) => sink.write(row(cells));
  if (answers.hasHeader) await write(answers.columns);
  const { commit, discard } = sink;
  return { commit, discard, isClosed: () => sink.closed, write: ({ cells }) => write(cells) };
}

/**
 * An answer as a line, ended by NUL with -0. Where answers may have line ends, these are written as \n and \r, and a
 * backslash as \\, so that each is one line.
 */
function renderOf({ hasLineEnds }: Answers, values: Shown, isTTY: boolean): (answer: Answer) => string {
  if (values.null) return ({ text }) => `${text}\0`;
  const line = ({ text, record }: Answer) => {
    if (values.jsonl) return JSON.stringify(record);
    return hasLineEnds ? text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r') : text;
  };
  if (!isTTY || values.raw) return (given) => `${line(given)}\n`;
  return (given) => `${line(given).split('\t').map(sanitizeLine).join('\t')}\n`;
}

/** Throws usage/value for a file that is no table. */
function refuseOutput(file: string | undefined): void {
  if (file === undefined || file === '-' || /\.(csv|tsv)$/i.test(file)) return;
  const expected = 'a file that ends in .csv or .tsv, or - for stdout';
  throw userError('usage/value', { flag: '--output', value: file, expected });
}
