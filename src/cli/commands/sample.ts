import { randomInt } from 'node:crypto';
import { createRng } from '../../core/rng.js';
import { carriedState } from '../../model/language-model.js';
import { sample as drawSymbols, type SampleOptions } from '../../sample/sampler.js';
import { createDecoder } from '../../text/decoder.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import { loadModel } from '../load-model.js';
import type { Parsed } from '../options/flag.js';
import type { sampleCommand, SampleValues } from '../options/sample.js';
import { clampsOf } from '../sampling/clamps.js';
import { encodePrime, readPrime } from '../sampling/prime.js';
import { watchFor } from '../sampling/stop-strings.js';
import { gather } from '../sampling/stream.js';
import { byteWriter, heatWriter, jsonlWriter, textWriter, type Writer } from '../sampling/writers.js';
import type { Console } from '../terminal/console.js';
import { sanitize } from '../terminal/sanitize.js';
import { exitCodeOfStop } from '../terminal/signals.js';

type SampleArguments = Parsed<(typeof sampleCommand)['flags']>;

/** `char-rnn sample`: draws text and writes it as it is drawn. */
export async function sample({ values, files }: SampleArguments, console: Console): Promise<number> {
  const { out, err, stop } = console;
  const { model, vocabulary, snapshot } = await loadModel(files[0]!, values.backend, { T: 1, B: 1 });
  const text = await readPrime(values, stop.signal);
  const { ids: prime, skipped } = encodePrime(text, vocabulary, values.skipUnknown);
  if (skipped > 0)
    await err.write(`left out of the prime: ${skipped} character(s) the model does not know\n`);
  const options: SampleOptions = {
    ...{ prime, length: values.length, topK: values.topK || undefined },
    ...{ topP: values.topP < 1 ? values.topP : undefined, minP: values.minP || undefined },
    temperature: values.sample === '0' ? 0 : values.temp,
    rng: createRng(values.seed ?? randomInt(2 ** 32)),
    clamps: clampsOf(values.clamp, model.config),
  };
  const stream = gather(out);
  for (let n = 1; n <= values.count; n++) {
    const writer = writerOf(values, vocabulary, console, n);
    if (!values.hidePrime) await stream.write(writer.prime(text));
    const watch = watchFor(values.stop);
    const decoder = createDecoder(vocabulary);
    let last = text.at(-1);
    for (const draw of drawSymbols(model, options, carriedState(snapshot, model))) {
      const { text: piece, ended } = watch(decoder.write(draw.id));
      await stream.write(writer.draw(draw, piece));
      last = piece.at(-1) ?? last;
      if (ended || out.closed || stop.signal.aborted) break;
    }
    await stream.write(writer.end(decoder.end()));
    const separate = !values.jsonl && (values.count > 1 || out.isTTY);
    if (separate && last !== '\n') await stream.write('\n');
    await stream.flush();
    if (out.closed || stop.signal.aborted) break;
  }
  return exitCodeOfStop();
}

/** On a terminal control characters are shown, unless --raw; into a pipe bytes go as they are. */
function writerOf(values: SampleValues, vocabulary: Vocabulary, { out, outInk }: Console, n: number): Writer {
  const show = out.isTTY && !values.raw ? sanitize : (text: string) => text;
  if (values.jsonl) return jsonlWriter(vocabulary, values.count > 1 ? n : undefined);
  if (values.heat) return heatWriter(outInk, show);
  const bytes = vocabulary.tokens === 'bytes' && (!out.isTTY || values.raw);
  return bytes ? byteWriter : textWriter(show);
}
