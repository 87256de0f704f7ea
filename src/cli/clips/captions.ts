import type { Snapshot } from '../../core/snapshot.js';
import { writeToString } from 'fast-csv';
import { randomInt } from 'node:crypto';
import { userError } from '../../core/errors.js';
import { createRng } from '../../core/rng.js';
import { captionText, LONGEST, scoreCaptions, type CaptionScore } from '../../eval/score-captions.js';
import { writeFileAtomic } from '../../disk/atomic-write.js';
import { captionIds, readCaptioned } from '../../material/images/captions.js';
import { backendOf } from '../../app/backend.js';
import { writeCaptions } from '../../sample/captions.js';
import type { Choice } from '../../sample/choice.js';
import { writeWhole } from '../evaluating/sink.js';
import type { EvalValues } from '../options/eval.js';
import type { Parsed } from '../options/flag.js';
import type { sampleCommand } from '../options/sample.js';
import { errorLine } from '../../core/wording/index.js';
import { sanitizeLine } from '../../report/sanitize.js';
import { unitsOf } from '../../tasks/units.js';
import type { Console } from '../terminal/console.js';
import { interruptible } from './interruptible.js';
import { checkFit, openNetwork } from './model.js';
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

/** Evaluates a network that describes images: correct words and captions, and the loss. */
export async function evaluateCaptions(
  [model, ...files]: readonly string[],
  values: EvalValues,
  { out, err, stop }: Console,
): Promise<void> {
  const { file, snapshot } = openNetwork(model!, files[0]!);
  const task = snapshot.task!;
  const { read, texts, ...place } = await readCaptioned(files, task, stop);
  checkFit(snapshot, read.clips, files[0]!);
  const { ids } = captionIds(texts, task.toTokens, place, { known: task.target });
  const backend = await backendOf(values.backend);
  const score = await scoreCaptions(snapshot, { images: read.clips, given: ids }, backend, {
    rng: createRng(values.seed),
    paced: (items) => interruptible(items, stop),
  });
  const { images, loss, metrics, captions } = score;
  const figures = Object.entries(metrics);
  const json = JSON.stringify({
    ...{ model: file, texts: files, rows: images, loss },
    ...Object.fromEntries(figures.map(([name, { value }]) => [name, value])),
    intervals: Object.fromEntries(figures.map(([name, { interval }]) => [name, interval])),
  });
  if (values.json === '-') await out.write(`${json}\n`);
  else if (values.json !== undefined) writeFileAtomic(values.json, `${json}\n`);
  if (values.csv !== undefined) {
    const rows = captions.map(({ image, ids }) => [image, texts[image], captionText(task, ids)]);
    const table = [['image', 'given', 'written'], ...rows];
    await writeWhole(values.csv, await writeToString(table, { includeEndRowDelimiter: true }), out);
  }
  const words = values.csv === '-' || values.json === '-' ? err : out;
  for (const line of describe(score, snapshot)) await words.write(`${line}\n`);
}

function* describe(
  { images, loss, metrics }: CaptionScore,
  { model, vocabulary }: Snapshot,
): Generator<string> {
  const units = unitsOf({ ...vocabulary, network: model.images?.network });
  const names = { wordAccuracy: 'words right   ', exactMatch: 'captions right' };
  for (const [name, title] of Object.entries(names)) {
    const { value, interval } = metrics[name]!;
    const range = interval
      ? `   (95 % interval ${interval.low.toFixed(4)} to ${interval.high.toFixed(4)})`
      : '';
    yield `${title}  ${value.toFixed(4)}${range}`;
  }
  yield `loss            ${loss.toFixed(4)} nats per ${units.prediction}`;
  yield `images          ${images.toLocaleString('en-US')}`;
}
