import { randomInt } from 'node:crypto';
import { userError } from '../../core/errors.js';
import { createRng } from '../../core/rng.js';
import { captionText, LONGEST } from '../../eval/score-captions.js';
import { backendOf } from '../../app/backend.js';
import { writeCaptions } from '../../sample/captions.js';
import type { Choice } from '../../sample/choice.js';
import type { Parsed } from '../options/flag.js';
import type { sampleCommand } from '../options/sample.js';
import { errorLine } from '../../core/wording/index.js';
import { sanitizeLine } from '../../report/sanitize.js';
import type { Console } from '../terminal/console.js';
import { interruptible } from './interruptible.js';
import { exitCodeOf, openClipQuestions, reportBad } from './questions.js';

/**
 * One caption per image, in order: greedy unless --temp is given.
 */
export async function sampleCaptions(
  [model, path]: readonly string[],
  { values, given }: Pick<Parsed<(typeof sampleCommand)['flags']>, 'values' | 'given'>,
  choice: Choice,
  console: Console,
): Promise<number> {
  const { out, stop } = console;
  if (path === undefined) throw userError('clips/needed', { network: 'captions' });
  const { snapshot, clips, bad } = await openClipQuestions(model!, path, stop);
  const rng = createRng(values.seed ?? randomInt(2 ** 32));
  const temperature = given.has('temp') || given.has('sample') ? choice.temperature : 0;
  const options = { ...choice, temperature, length: LONGEST, rng };
  const captions = writeCaptions(snapshot, clips, await backendOf(values.backend), options);
  for await (const { image, ids, logprob } of interruptible(captions, stop)) {
    const error = bad.get(image);
    if (error) {
      const line = values.jsonl ? JSON.stringify({ image, caption: null, error: errorLine(error) }) : '';
      await out.write(`${line}\n`);
      await reportBad(error, console);
      continue;
    }
    const caption = captionText(snapshot.task!, ids);
    const line = values.jsonl ? JSON.stringify({ image, caption, logprob }) : caption;
    await out.write(`${out.isTTY ? sanitizeLine(line) : line}\n`);
    if (out.closed) break;
  }
  return exitCodeOf({ bad });
}
