import { sampleLines } from '../../app/sample-lines.js';
import { many } from '../../core/format.js';
import type { ModelFile } from '../../material/run-data.js';
import { sanitize } from '../../report/sanitize.js';
import type { Choice } from '../../sample/choice.js';
import type { SampleValues } from '../options/sample.js';
import type { Console } from '../terminal/console.js';
import { openProgress } from '../terminal/progress.js';
import { exitCodeOfStop } from '../terminal/signals.js';

/** `sample --lines`: whole lines as they are found, and how many were drawn for each. */
export async function writeLines(
  model: ModelFile,
  choice: Choice,
  values: SampleValues,
  console: Console,
): Promise<number> {
  const { out, err, stop } = console;
  const { lines, prefix, skipUnknown, unique, forbid, minLength, length, seed, backend, json, jsonl } =
    values;
  const progress = openProgress(console);
  const watch = { signal: stop.signal, check: stop.throwIfRequested, pause: progress.report };
  const wanted = { lines: lines!, prefix, skipUnknown, unique, new: values.new, forbid, minLength };
  const show = out.isTTY && !values.raw ? sanitize : (text: string) => text;
  let [found, tries] = [0, 0];
  try {
    for await (const line of sampleLines({ model, ...wanted, ...choice, length, seed, backend, watch })) {
      progress.end();
      found += 1;
      tries += line.tries;
      const { text, logprob } = line;
      if (json || jsonl) await out.write(`${JSON.stringify({ text, logprob, tries: line.tries })}\n`);
      else await out.write(`${show(text)}${values.null ? '\0' : '\n'}`);
      if (out.closed) break;
    }
  } finally {
    progress.end();
    if (tries > found) {
      const mean = (tries / Math.max(1, found)).toFixed(1);
      await err.write(`${many(found, 'line')}, of ${mean} drawn for each\n`);
    }
  }
  return exitCodeOfStop();
}
