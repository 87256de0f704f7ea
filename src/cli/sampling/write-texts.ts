import type { WritingModel } from './open-model.js';
import type { Console } from '../terminal/console.js';
import { sanitize } from '../../report/sanitize.js';
import type { SampleValues } from '../options/sample.js';
import { placeOf } from '../../sample/texts.js';
import { drawAll, type DrawsSetup } from './draws.js';
import type { Prime } from './prime.js';
import { scoreLine } from './scores.js';
import { gather } from './stream.js';
import { createText, lossOf, type Text } from './texts.js';
import {
  byteWriter,
  heatWriter,
  jsonlWriter,
  silentWriter,
  textWriter,
  type DrawnSymbol,
  type Writer,
} from './writers.js';
import { unitsOf } from '../../tasks/units.js';

/** A text, and what is to be written for it, kept until its turn. */
interface Entry {
  readonly text: Text;
  readonly pieces: (string | Uint8Array)[];
}

/** What is asked for: `kept` of `each` texts of every prime. */
interface Job {
  readonly model: WritingModel;
  readonly primes: readonly Prime[];
  readonly each: number;
  readonly kept: number;
  readonly setup: Omit<DrawsSetup, 'distributions' | 'length' | 'stops' | 'each'>;
  readonly values: SampleValues;
  readonly console: Console;
  readonly output: Output;
}

/**
 * Draws `count` samples of every prime, or keeps the best of more, and writes them in order: the first as it is drawn,
 * the others when it is their turn. Those that are written are forgotten.
 */
export async function writeTexts(
  model: WritingModel,
  primes: readonly Prime[],
  setup: Job['setup'],
  values: SampleValues,
  console: Console,
): Promise<void> {
  const each = Math.max(values.count, values.bestOf ?? 0);
  const several = primes.length * values.count > 1;
  const output = createOutputOf(values, several, console);
  const writer = writerOf(values, model, console, undefined);
  const show: DrawsSetup['show'] = values.hidePrime
    ? undefined
    : (piece) => output.write(writer.prime(piece));
  const job = { model, primes, each, kept: values.count, setup: { ...setup, show }, values, console, output };
  return values.bestOf === undefined ? writeInOrder(job) : writeBest(job);
}

type Output = ReturnType<typeof createOutputOf>;

async function writeInOrder(job: Job): Promise<void> {
  const { primes, each, console, output } = job;
  const count = primes.length * each;
  const entries = createEntries(job);
  let turn = 0;
  /** Writes what there is of the text whose turn it is, and of those after it where it is complete. */
  const writeTurn = async () => {
    for (; turn < count; turn++) {
      const { text, pieces } = entries.of(turn);
      for (const piece of pieces.splice(0)) await output.write(piece);
      if (!text.over) return;
      await output.separate(text, turn + 1 < count);
      entries.forget(turn);
    }
  };
  for await (const { text, draw } of drawn(job)) {
    entries.take(text, draw);
    if (text === turn) await writeTurn();
    if (console.out.closed || console.stop.signal.aborted) break;
  }
  await writeTurn();
  // stopped: the text being written ends here; later ones are dropped
  if (turn < count && !output.closed()) await output.separate(entries.of(turn).text, false);
  await output.flush();
}

async function writeBest(job: Job): Promise<void> {
  const { model, primes, each, kept, console, output } = job;
  const entries = createEntries(job);
  for await (const { text, draw } of drawn(job)) {
    entries.take(text, draw);
    if (output.closed() || console.stop.signal.aborted) return;
  }
  const unit = unitsOf(model.vocabulary).prediction;
  for (const p of primes.keys()) {
    const all = Array.from({ length: each }, (_, n) => entries.of(p * each + n));
    const ranked = all.sort((a, b) => lossOf(a.text) - lossOf(b.text));
    const losses = ranked.map(({ text }) => lossOf(text));
    for (const [i, { text, pieces }] of ranked.slice(0, kept).entries()) {
      for (const piece of pieces) await output.write(piece);
      await output.separate(text, p + 1 < primes.length || i + 1 < kept);
    }
    await output.flush();
    await console.err.write(`${scoreLine(losses, kept, 'samples', unit)}\n`);
  }
}

/** The symbols of all texts. */
function drawn({ model, primes, each, setup, values }: Job) {
  const { length, stop: stops, jsonl: distributions } = values;
  return drawAll(model, primes, { ...setup, each, length, stops, distributions });
}

/** The texts that are being drawn or wait for their turn. */
function createEntries({ model, primes, each, values, console }: Job) {
  const { vocabulary } = model;
  const several = primes.length * values.count > 1;
  const setup = { vocabulary, stops: values.stop, length: values.length };
  const entries = new Map<number, Entry>();
  const open = (index: number): Entry => {
    const { prime: p, number } = placeOf(index, { each });
    const prime = primes[p]!;
    const writer = writerOf(values, model, console, several ? index + 1 : undefined);
    const pieces = values.hidePrime || prime.long ? [] : [writer.prime(prime)];
    const entry = { text: createText(number + 1, prime, writer, setup), pieces };
    entries.set(index, entry);
    return entry;
  };
  const of = (index: number): Entry => entries.get(index) ?? open(index);
  return {
    of,
    take(index: number, draw: DrawnSymbol): void {
      const { text, pieces } = of(index);
      pieces.push(text.take(draw));
      if (text.over) pieces.push(text.end());
    },
    forget: (index: number) => void entries.delete(index),
  };
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
