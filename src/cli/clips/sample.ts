import { argmax } from '../../core/numbers.js';
import { userError } from '../../core/errors.js';
import { answerClips } from '../../sample/clips.js';
import { backendOf } from '../../app/backend.js';
import type { Parsed } from '../options/flag.js';
import type { sampleCommand } from '../options/sample.js';
import { errorLine } from '../../core/wording/index.js';
import { sanitizeLine } from '../../report/sanitize.js';
import type { Console } from '../terminal/console.js';
import { interruptible } from './interruptible.js';
import { openNetwork } from './model.js';
import { isClips } from '../../material/images/kind.js';
import { exitCodeOf, openClipQuestions, reportBad } from './questions.js';

/** One label per clip and line, in order; for a network that labels frames, the labels of a clip separated by tabs. */
export async function sampleClips(
  [model, path]: readonly string[],
  { values: { jsonl, backend: choice } }: Pick<Parsed<(typeof sampleCommand)['flags']>, 'values'>,
  console: Console,
): Promise<number> {
  const { out, stop } = console;
  if (path === undefined)
    throw userError('clips/needed', { network: openNetwork(model!, '').snapshot.model.images!.network });
  if (path !== '-' && !isClips(path))
    throw userError('usage/extra-argument', { value: path, usage: 'char-rnn sample <model> [clips.npz]' });
  const { snapshot, clips, bad } = await openClipQuestions(model!, path, stop);
  const labels = snapshot.labels!;
  const { perFrame } = clips;
  const backend = await backendOf(choice);
  const show = out.isTTY ? sanitizeLine : (text: string) => text;
  const answers = answerClips(snapshot, clips, backend);
  for await (const { clip, probabilities } of interruptible(answers, stop)) {
    const error = bad.get(clip);
    if (error) {
      await out.write(jsonl ? `${JSON.stringify({ clip, label: null, error: errorLine(error) })}\n` : '\n');
      await reportBad(error, console);
      continue;
    }
    const likeliest = probabilities.map((p) => labels[argmax(p)]!);
    if (jsonl) {
      const frames = probabilities.map((p) => Object.fromEntries(labels.map((label, i) => [label, p[i]!])));
      const [label, all] = perFrame ? [likeliest, frames] : [likeliest[0], frames[0]];
      await out.write(`${JSON.stringify({ clip, label, probabilities: all })}\n`);
    } else await out.write(`${likeliest.map(show).join('\t')}\n`);
    if (out.closed) break;
  }
  return exitCodeOf({ bad });
}
