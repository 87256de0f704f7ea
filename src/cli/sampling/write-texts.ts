import type { WritingModel } from './open-model.js';
import type { Console } from '../terminal/console.js';
import { sanitize } from '../../report/sanitize.js';
import type { SampleValues } from '../options/sample.js';
import { drawAll, type DrawsSetup, type Wanted } from './draws.js';
import type { Prime } from './prime.js';
import { scoreLine } from './scores.js';
import { gather } from './stream.js';
import { createText, lossOf, type Text } from './texts.js';
import { byteWriter, heatWriter, jsonlWriter, silentWriter, textWriter, type Writer } from './writers.js';
import { unitsOf } from '../../tasks/units.js';

/** A text, and what is to be written for it, kept until its turn. */
interface Entry extends Wanted {
  readonly text: Text;
  readonly pieces: (string | Uint8Array)[];
  done: boolean;
}

/** Random streams of a seed that are reserved for the samples of one prime. */
const STREAMS = 65_536;

/**
 * Draws `count` samples of every prime, or keeps the best of more, and writes them in order: the first as it is drawn,
 * the others when it is their turn.
 */
export async function writeTexts(
  model: WritingModel,
  primes: readonly Prime[],
  setup: Omit<DrawsSetup, 'distributions' | 'length'>,
  values: SampleValues,
  console: Console,
): Promise<void> {
  const { vocabulary } = model;
  const count = Math.max(values.count, values.bestOf ?? 0);
  const several = primes.length * values.count > 1;
  const textSetup = { vocabulary, stops: values.stop, length: values.length };
  const entries = primes.flatMap((prime, p) =>
    Array.from({ length: count }, (_, n): Entry => {
      const writer = writerOf(values, model, console, several ? p * count + n + 1 : undefined);
      const text = createText(n + 1, prime, writer, textSetup);
      const pieces = values.hidePrime || prime.long ? [] : [writer.prime(prime)];
      return {
        prime: prime.ids,
        long: prime.long,
        stream: p * STREAMS + n,
        text,
        pieces,
        done: false,
        ended: text.over,
      };
    }),
  );
  const output = createOutputOf(values, several, console);
  const writer = writerOf(values, model, console, undefined);
  if (!values.hidePrime) setup = { ...setup, show: (piece) => output.write(writer.prime(piece)) };
  if (values.bestOf === undefined) await writeInOrder(model, entries, setup, values, console, output);
  else await writeBest(model, entries, count, setup, values, console, output);
}

type Output = ReturnType<typeof createOutputOf>;

async function writeInOrder(
  model: WritingModel,
  entries: readonly Entry[],
  setup: Omit<DrawsSetup, 'distributions' | 'length'>,
  values: SampleValues,
  console: Console,
  output: Output,
): Promise<void> {
  let turn = 0;
  const flushTurn = async () => {
    for (; turn < entries.length; turn++) {
      const entry = entries[turn]!;
      for (const piece of entry.pieces.splice(0)) await output.write(piece);
      if (!entry.done) return;
      await output.separate(entry.text, turn + 1 < entries.length);
    }
  };
  for await (const entry of fill(model, entries, setup, values, console)) {
    if (entry === entries[turn]) await flushTurn();
  }
  await flushTurn();
  // stopped: the text being written ends here; later ones are dropped
  if (turn < entries.length && !output.closed()) await output.separate(entries[turn]!.text, false);
  await output.flush();
}

async function writeBest(
  model: WritingModel,
  entries: readonly Entry[],
  count: number,
  setup: Omit<DrawsSetup, 'distributions' | 'length'>,
  values: SampleValues,
  console: Console,
  output: Output,
): Promise<void> {
  for await (const _ of fill(model, entries, setup, values, console)) if (output.closed()) return;
  if (console.stop.signal.aborted) return;
  const unit = unitsOf(model.vocabulary).prediction;
  for (let at = 0; at < entries.length; at += count) {
    const ranked = entries.slice(at, at + count).sort((a, b) => lossOf(a.text) - lossOf(b.text));
    const losses = ranked.map(({ text }) => lossOf(text));
    for (const [i, { text, pieces }] of ranked.slice(0, values.count).entries()) {
      for (const piece of pieces) await output.write(piece);
      await output.separate(text, at + count < entries.length || i + 1 < values.count);
    }
    await output.flush();
    await console.err.write(`${scoreLine(losses, values.count, 'samples', unit)}\n`);
  }
}

/**
 * Draws all entries, and yields each when something was added to it. Ends early when the reader has gone or at a
 * signal.
 */
async function* fill(
  model: WritingModel,
  entries: readonly Entry[],
  setup: Omit<DrawsSetup, 'distributions' | 'length'>,
  values: SampleValues,
  { out, stop }: Console,
): AsyncGenerator<Entry, void, void> {
  for (const entry of entries) entry.done = entry.ended;
  const draws = { ...setup, length: values.length, distributions: values.jsonl };
  for await (const { job, draw } of drawAll(model, entries, draws)) {
    const { of: entry } = job;
    entry.pieces.push(entry.text.take(draw));
    if (entry.text.over) {
      entry.ended = entry.done = true;
      entry.pieces.push(entry.text.end());
    }
    yield entry;
    if (out.closed || stop.signal.aborted) return;
  }
}

/** On a terminal control characters are shown, unless --raw; into a pipe bytes are written unchanged. */
function writerOf(
  values: SampleValues,
  { vocabulary }: WritingModel,
  { out, outChalk }: Console,
  number: number | undefined,
): Writer {
  const show = out.isTTY && !values.raw ? sanitize : (text: string) => text;
  if (values.json) return silentWriter;
  if (values.jsonl) return jsonlWriter(vocabulary, number);
  if (values.heat) return heatWriter(outChalk, show);
  const bytes = vocabulary.tokens === 'bytes' && (!out.isTTY || values.raw);
  return bytes ? byteWriter : textWriter(show);
}

/**
 * Where texts are written, and what separates them: a newline, a line `---` on a terminal, NUL with -0, JSON lines with
 * --json.
 */
export function createOutputOf(values: SampleValues, several: boolean, { out, outChalk }: Console) {
  const stream = gather(out);
  return {
    write: (piece: string | Uint8Array) => stream.write(piece),
    flush: () => stream.flush(),
    closed: () => out.closed,
    /** After a text; `more` when another one follows. */
    async separate(
      text: Pick<Text, 'number' | 'prime' | 'text' | 'drawn' | 'logprob'>,
      more: boolean,
    ): Promise<void> {
      const { number, prime, drawn, logprob } = text;
      if (values.json) {
        const line = { sample: number, prime: prime.text, text: text.text, loss: lossOf({ drawn, logprob }) };
        return stream.write(`${JSON.stringify(line)}\n`);
      }
      if (values.jsonl) return;
      if (values.null) return stream.write('\0');
      const last = text.text.at(-1) ?? (values.hidePrime ? undefined : prime.text.at(-1));
      if ((several || out.isTTY) && last !== '\n') await stream.write('\n');
      if (more && out.isTTY) await stream.write(`${outChalk.dim('---')}\n`);
    },
  };
}
