import { sampleLines, type LinesRequest } from '../../app/sample/lines.js';
import { many } from '../../core/format.js';
import { sanitize, sanitizeLine } from '../../report/sanitize.js';
import type { SampleValues } from '../options/sample.js';
import type { Console } from '../terminal/console.js';
import { openProgress } from '../terminal/progress.js';

/** `sample --lines`: whole lines as they are found, and how many were drawn for each. */
export async function writeLines(
  request: LinesRequest,
  { json, jsonl, raw, null: isNull }: Pick<SampleValues, 'json' | 'jsonl' | 'raw' | 'null'>,
  console: Console,
): Promise<void> {
  const { out, err } = console;
  const progress = openProgress(console);
  const show = out.isTTY && !raw ? sanitize : (text: string) => text;
  let [found, tries] = [0, 0];
  try {
    for await (const line of sampleLines({ ...request, watch: progress })) {
      if (line.type === 'note') {
        await err.write(`${sanitizeLine(line.text)}\n`);
        continue;
      }
      progress.end();
      found += 1;
      tries += line.tries;
      const { text, logprob } = line;
      if (json || jsonl) await out.write(`${JSON.stringify({ text, logprob, tries: line.tries })}\n`);
      else await out.write(`${show(text)}${isNull ? '\0' : '\n'}`);
      if (out.closed) break;
    }
  } finally {
    progress.end();
    if (tries > found) {
      const mean = (tries / Math.max(1, found)).toFixed(1);
      await err.write(`${many(found, 'line')}, of ${mean} drawn for each\n`);
    }
  }
}
