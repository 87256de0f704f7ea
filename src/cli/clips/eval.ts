import { writeToString } from 'fast-csv';
import stringWidth from 'string-width';
import { count } from '../../core/format.js';
import { createRng } from '../../core/rng.js';
import { userError } from '../../core/errors.js';
import { answerClips } from '../../eval/clips.js';
import type { Confusion } from '../../eval/confusion.js';
import { scoreClips, type ClipScore } from '../../eval/score-clips.js';
import { writeFileAtomic } from '../../files/atomic-write.js';
import { backendOf } from '../choose-backend.js';
import type { evalCommand } from '../options/eval.js';
import type { Parsed } from '../options/flag.js';
import type { Console } from '../terminal/console.js';
import { sanitizeLine } from '../terminal/sanitize.js';
import { evaluateCaptions } from './captions.js';
import { refuseOtherFlags } from './flags.js';
import { openClipSubject, openNetwork } from './model.js';

/** Labels up to which the confusion table fits a terminal. */
const MOST_COLUMNS = 12;

/** How well a network labels the clips of a file: accuracy, F1, loss, and what is taken for what. */
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
  const { out, err } = console;
  const { file, snapshot, clips } = await openClipSubject(model, path);
  if (clips.labels === null) throw userError('clips/unlabeled', { file: path });
  const labels = snapshot.labels!;
  const answers = answerClips(snapshot, clips, await backendOf(values.backend));
  const score = scoreClips(answers, clips, labels, path, createRng(values.seed));
  const { confusion, ...figures } = score;
  const json = `${JSON.stringify({ model: file, texts: [path], ...figures })}\n`;
  if (values.json === '-') await out.write(json);
  else if (values.json !== undefined) writeFileAtomic(values.json, json);
  if (values.csv) await out.write(await confusionCsv(confusion, labels));
  const words = values.csv || values.json === '-' ? err : out;
  for (const line of describe(score, labels))
    await words.write(`${words.isTTY ? sanitizeLine(line) : line}\n`);
}

/** A row for each true label, a column for each answer. */
function confusionCsv({ counts }: Confusion, labels: readonly string[]): Promise<string> {
  const rows = labels.map((label, i) => [label, ...counts.slice(i * labels.length, (i + 1) * labels.length)]);
  return writeToString([['label', ...labels], ...rows], { includeEndRowDelimiter: true });
}

function* describe(score: ClipScore, labels: readonly string[]): Generator<string> {
  const { clips, count: labeled, accuracy, interval, macroF1, loss, confusion } = score;
  const range = interval
    ? `   (95 % interval ${interval.low.toFixed(4)} to ${interval.high.toFixed(4)})`
    : '';
  yield `accuracy  ${accuracy.toFixed(4)}${range}`;
  yield `macro F1  ${macroF1.toFixed(4)}`;
  yield `loss      ${loss.toFixed(4)} nats per label`;
  yield `labels    ${count(labeled)} of ${count(clips)} clips`;
  if (labels.length > MOST_COLUMNS) return;
  yield '';
  yield* confusionTable(confusion, labels);
}

/** True labels down, answers across, in the order of the rows. */
function* confusionTable({ counts }: Confusion, labels: readonly string[]): Generator<string> {
  const width = Math.max(...labels.map((label) => stringWidth(label)));
  const cell = Math.max(4, String(Math.max(...counts)).length + 1);
  yield `${'answered'.padEnd(width)}${labels.map((_, i) => String(i + 1).padStart(cell)).join('')}`;
  for (const [i, label] of labels.entries()) {
    const row = Array.from(counts.slice(i * labels.length, (i + 1) * labels.length), (n) =>
      String(n).padStart(cell),
    );
    yield `${label}${' '.repeat(width - stringWidth(label))}${row.join('')}   ${i + 1}`;
  }
}
