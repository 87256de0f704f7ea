import { randomInt } from 'node:crypto';
import { createRng } from '../../core/rng.js';
import type { Snapshot, TaskData } from '../../core/snapshot.js';
import { backendOf } from '../choose-backend.js';
import { createAnswerer, type Answerer, type Source, type Written } from '../../sample/answers.js';
import type { Choice } from '../../sample/choice.js';
import { encodingOf } from '../../runs/config.js';
import type { SampleValues } from '../options/sample.js';
import { sanitizeLine } from '../../report/sanitize.js';
import type { Console } from '../terminal/console.js';
import { openProgress } from '../terminal/progress.js';
import { exitCodeOfStop } from '../terminal/signals.js';
import { refuseSampleFlags } from './flags.js';
import { createLineReader, labelId, linesOf, type Line } from './read-lines.js';
import { textOfTarget } from './text-of-target.js';

/** The most symbols of an answer, unless --length is given. */
const LONGEST = 1000;

/** Alternatives of --jsonl. */
const ALTERNATIVES = 5;

type Given = { readonly values: SampleValues; readonly given: ReadonlySet<string> };

/** `char-rnn sample` for the model of a task: a line in, a line out, in order; labels with --label. */
export async function answerLines(
  { file, snapshot }: { readonly file: string; readonly snapshot: Snapshot },
  input: string | undefined,
  { values, given }: Given,
  choice: Choice,
  console: Console,
): Promise<number> {
  const task = snapshot.task!;
  refuseSampleFlags(task, { values, given });
  const { out, err, stop } = console;
  const how = howToWrite(task, { values, given });
  const answerer = createAnswerer(snapshot, await backendOf(values.backend), { beam: how.width });
  const options = {
    ...choice,
    ...(!how.isDrawn && { temperature: 0 }),
    length: given.has('length') ? values.length : LONGEST,
  };
  const seed = values.seed ?? randomInt(2 ** 32);
  const from = input === '-' || input === undefined ? 'standard input' : input;
  const read = createLineReader(task, from, values.skipUnknown);
  const score = values.score === undefined ? undefined : labelId(task.target, values.score, '--score');
  if (input === undefined && values.label === undefined && process.stdin.isTTY)
    await err.write(`a line with ${task.from.join(',')} is answered with a line; Ctrl-D ends\n`);
  const typed = from === 'standard input' && process.stdin.isTTY;
  const encoding = values.encoding ?? (typed ? 'utf8' : encodingOf(snapshot.training, file));
  const lines =
    values.label === undefined
      ? linesOf(input ?? '-', { encoding, most: answerer.rows, signal: stop.signal })
      : repeated(values.label, values.count, answerer.rows);
  const progress = openProgress(console);
  for await (const batch of lines) {
    await progress.report(0);
    const sources = batch.map(({ text, row }) => read(text, row));
    const rngs = batch.map(({ row }) => createRng(seed, row));
    const answers = answer(answerer, task, sources, { ...options, rngs, ...how });
    for (const [i, { text }] of batch.entries()) {
      const line =
        score !== undefined && answers.labels
          ? String(Math.exp(answers.labels[i]![score]!))
          : values.jsonl
            ? JSON.stringify(described(task, text, answers, i))
            : plain(task, answers, i);
      await out.write(`${out.isTTY && !values.raw ? sanitizeLine(line) : line}\n`);
    }
    if (out.closed || stop.signal.aborted) break;
  }
  return exitCodeOfStop();
}

/** --label, repeated --count times. */
async function* repeated(label: string, count: number, most: number): AsyncGenerator<Line[]> {
  for (let from = 0; from < count; from += most) {
    const rows = Math.min(most, count - from);
    yield Array.from({ length: rows }, (_, i) => ({ text: label, row: from + i + 1 }));
  }
}

/** How targets are written: sampled or greedy, the beam width, and whether the best hypothesis is the answer. */
interface Way {
  readonly isDrawn: boolean;
  readonly width: number | undefined;
  readonly searched: boolean;
}

function howToWrite({ name }: TaskData, { values, given }: Given): Way {
  const isDrawn = name === 'generate' ? values.beam === undefined : given.has('temp') && values.temp > 0;
  const listed = values.jsonl && name === 'translate' && !isDrawn ? ALTERNATIVES : undefined;
  return { isDrawn, width: values.beam ?? listed, searched: values.beam !== undefined };
}

/** A model's answers to some lines: a label each, or a target. */
interface Answers {
  readonly labels?: Float64Array[];
  readonly written?: Written[];
  readonly alternatives?: Written[][];
}

function answer(
  answerer: Answerer,
  task: TaskData,
  sources: Source[],
  options: Parameters<Answerer['targets']>[1] & Way,
): Answers {
  const ids = () => sources.map((source) => source.ids!);
  if (task.name === 'classify') return { labels: answerer.labels(ids()) };
  if (task.name === 'tag') return { written: answerer.tags(ids()) };
  const alternatives = options.width === undefined ? undefined : answerer.beams(sources, options.length);
  const written =
    options.searched && alternatives
      ? alternatives.map(([best]) => best!)
      : answerer.targets(sources, options);
  return { written, ...(alternatives && { alternatives }) };
}

function plain(task: TaskData, { labels, written }: Answers, i: number): string {
  return labels ? task.target[ranked(labels[i]!)[0]!]! : textOfTarget(task, written![i]!.ids);
}

/** A line's answer with its probability, and the next best ones. */
function described(
  task: TaskData,
  source: string,
  { labels, written, alternatives }: Answers,
  i: number,
): object {
  if (!labels) {
    const targets = alternatives?.[i]!.map(({ ids, logprob }) => ({
      answer: textOfTarget(task, ids),
      probability: Math.exp(logprob),
    }));
    const { ids, logprob } = written![i]!;
    const answered = { source, answer: textOfTarget(task, ids), probability: Math.exp(logprob), logprob };
    return { ...answered, ...(targets && { alternatives: targets }) };
  }
  const best = ranked(labels[i]!).slice(0, ALTERNATIVES);
  const others = best.map((id) => ({ label: task.target[id]!, probability: Math.exp(labels[i]![id]!) }));
  return { source, answer: others[0]!.label, probability: others[0]!.probability, alternatives: others };
}

function ranked(logprobs: Float64Array): number[] {
  return Array.from(logprobs.keys()).sort((a, b) => logprobs[b]! - logprobs[a]! || a - b);
}
