import { beamOfModel } from '../../sample/beam-model.js';
import { decode } from '../../text/decoder.js';
import { encodeKnown } from '../../text/tokens.js';
import type { SampleValues } from '../options/sample.js';
import type { Console } from '../terminal/console.js';
import { sanitize } from '../../report/sanitize.js';
import { readLongPrime, readPrime } from './draws.js';
import { openProgress } from '../terminal/progress.js';
import type { WritingModel } from './open-model.js';
import type { Prime } from './prime.js';
import { scoreLine } from './scores.js';
import { lossOf } from './texts.js';
import { createOutputOf } from './write-texts.js';
import { unitsOf } from '../../tasks/units.js';

/** Writes the most probable continuations of every prime that a beam search finds, and reports their scores. */
export async function writeBeams(
  model: WritingModel,
  primes: readonly Prime[],
  width: number,
  values: SampleValues,
  console: Console,
): Promise<void> {
  const { vocabulary, sampling, clamps } = model;
  const kept = Math.min(values.count, width);
  const one = sampling.createModel(1);
  const rows = sampling.createModel(width);
  const output = createOutputOf(values, primes.length * kept > 1, console);
  const show = console.out.isTTY && !values.raw ? sanitize : (text: string) => text;
  const ends = endingsOf(model, values.stop);
  const unit = unitsOf(vocabulary).prediction;
  for (const [p, prime] of primes.entries()) {
    const progress = openProgress(console);
    const start = prime.long
      ? await readLongPrime(one, model, prime.long, { progress })
      : await readPrime(one, model, prime.ids, progress);
    const found = beamOfModel(rows, start, { width, length: values.length, ...(ends && { ends }) }, clamps);
    const scored = found.map(({ ids, logprob }) => ({ ids, logprob, drawn: ids.length }));
    for (const [i, { ids, ...score }] of scored.slice(0, kept).entries()) {
      const text = decode(ids, vocabulary);
      if (!values.json) await output.write(show((values.hidePrime ? '' : prime.text) + text));
      await output.separate({ number: i + 1, prime, text, ...score }, p + 1 < primes.length || i + 1 < kept);
    }
    await output.flush();
    await console.err.write(`${scoreLine(scored.map(lossOf), kept, 'hypotheses', unit)}\n`);
    if (console.stop.signal.aborted || console.out.closed) return;
  }
}

/** Whether symbols end with one of the stop texts; undefined where the model can write none of them. */
function endingsOf({ vocabulary }: WritingModel, stops: readonly string[]) {
  const endings = stops
    .map((stop) => encodeKnown(stop, vocabulary))
    .filter(({ unknown }) => unknown === 0)
    .map(({ ids }) => ids);
  if (endings.length === 0) return undefined;
  return (ids: readonly number[]): boolean =>
    endings.some((ending) => ending.every((id, i) => ids[ids.length - ending.length + i] === id));
}
