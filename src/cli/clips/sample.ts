import { argmax } from '../../core/argmax.js';
import { userError } from '../../core/errors.js';
import { answerClips } from '../../sample/clips.js';
import { backendOf } from '../../app/backend.js';
import type { Parsed } from '../options/flag.js';
import type { sampleCommand } from '../options/sample.js';
import { sanitizeLine } from '../../report/sanitize.js';
import type { Console } from '../terminal/console.js';
import { exitCodeOfStop } from '../terminal/signals.js';
import { refuseOtherFlags } from './flags.js';
import { interruptible } from './interruptible.js';
import { openClipSubject, openNetwork } from './model.js';
import { isClips } from '../../material/images/clips.js';

/** One label per clip and line, in order; for a network that labels frames, the labels of a clip separated by tabs. */
export async function sampleClips(
  [model, path]: readonly string[],
  {
    values: { jsonl, backend: choice },
    given,
  }: Pick<Parsed<(typeof sampleCommand)['flags']>, 'values' | 'given'>,
  { out, stop }: Console,
): Promise<number> {
  if (path === undefined)
    throw userError('clips/needed', { network: openNetwork(model!, '').snapshot.model.images!.network });
  refuseOtherFlags(given, ['jsonl', 'backend'], 'clips (.npz)');
  if (path !== '-' && !isClips(path))
    throw userError('usage/extra-argument', { value: path, usage: 'char-rnn sample <model> [clips.npz]' });
  const { snapshot, clips } = await openClipSubject(model!, path);
  const labels = snapshot.labels!;
  const perFrame = clips.labels !== null && clips.perFrame;
  const backend = await backendOf(choice);
  const show = out.isTTY ? sanitizeLine : (text: string) => text;
  const answers = answerClips(snapshot, clips, backend, perFrame);
  for await (const { clip, probabilities } of interruptible(answers, stop)) {
    const likeliest = probabilities.map((p) => labels[argmax(p)]!);
    if (jsonl) {
      const frames = probabilities.map((p) => Object.fromEntries(labels.map((label, i) => [label, p[i]!])));
      const [label, all] = perFrame ? [likeliest, frames] : [likeliest[0], frames[0]];
      await out.write(`${JSON.stringify({ clip, label, probabilities: all })}\n`);
    } else await out.write(`${likeliest.map(show).join('\t')}\n`);
    if (out.closed) break;
  }
  return exitCodeOfStop();
}
