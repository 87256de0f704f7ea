import type { Snapshot } from '../../core/snapshot.js';
import { count } from '../../core/format.js';
import { createRng } from '../../core/rng.js';
import { userError } from '../../core/errors.js';
import { answerClips } from '../../sample/clips.js';
import { scoreClips, type ClipScore } from '../../eval/score-clips.js';
import { writeFileAtomic } from '../../disk/atomic-write.js';
import { backendOf } from '../../app/backend.js';
import { formatConfusion, writeConfusion } from '../evaluating/confusion.js';
import type { evalCommand } from '../options/eval.js';
import type { Parsed } from '../options/flag.js';
import { unitsOf } from '../../tasks/units.js';
import type { Console } from '../terminal/console.js';
import { sanitizeLine } from '../../report/sanitize.js';
import { evaluateCaptions } from './captions.js';
import { refuseOtherFlags } from './flags.js';
import { interruptible } from './interruptible.js';
import { openClipSubject, openNetwork } from './model.js';

/** Evaluates a network on the clips of a file: accuracy, F1, loss, and the confusion matrix. */
export async function evaluateClips(
  files: readonly string[],
  { values, given }: Pick<Parsed<(typeof evalCommand)['flags']>, 'values' | 'given'>,
  console: Console,
): Promise<void> {
  refuseOtherFlags(given, ['json', 'csv', 'seed', 'backend'], 'clips (.npz)');
  const [model, path, other] = files as [string, string, string?];
  if (openNetwork(model, path).snapshot.task) return evaluateCaptions(files, values, console);
  if (other !== undefined)
    throw userError('usage/extra-argument', { value: other, usage: 'char-rnn eval <model> <clips.npz>' });
  const { out, err, stop } = console;
  const { file, snapshot, clips } = await openClipSubject(model, path, { signal: stop.signal });
  if (clips.labels === null) throw userError('clips/unlabeled', { file: path });
  const labels = snapshot.labels!;
  const answers = interruptible(answerClips(snapshot, clips, await backendOf(values.backend)), stop);
  const score = await scoreClips(answers, clips, { known: labels, file: path }, createRng(values.seed));
  const { confusion, ...figures } = score;
  const json = `${JSON.stringify({ model: file, texts: [path], ...figures })}\n`;
  if (values.json === '-') await out.write(json);
  else if (values.json !== undefined) writeFileAtomic(values.json, json);
  await writeConfusion(values.csv, confusion, labels, out);
  const words = values.csv === '-' || values.json === '-' ? err : out;
  for (const line of describe(score, snapshot))
    await words.write(`${words.isTTY ? sanitizeLine(line) : line}\n`);
}

function* describe(score: ClipScore, { labels, model, vocabulary }: Snapshot): Generator<string> {
  const { clips, count: labeled, accuracy, interval, macroF1, loss, confusion } = score;
  const range = interval
    ? `   (95 % interval ${interval.low.toFixed(4)} to ${interval.high.toFixed(4)})`
    : '';
  const units = unitsOf({ ...vocabulary, network: model.images?.network });
  yield `accuracy  ${accuracy.toFixed(4)}${range}`;
  yield `macro F1  ${macroF1.toFixed(4)}`;
  yield `loss      ${loss.toFixed(4)} nats per ${units.prediction}`;
  yield `labels    ${count(labeled)} of ${count(clips)} clips`;
  yield '';
  yield* formatConfusion(confusion, labels!);
}
