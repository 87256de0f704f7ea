import type { ScoredText } from '../../eval/score-text.js';
import { bestLevel } from '../../eval/baseline.js';
import { writeFileAtomic } from '../../disk/atomic-write.js';
import { measure, type Measured } from './measure.js';
import { perCharacter } from './per-character.js';
import { openSink } from './sink.js';
import { openSubject, type EvalModel, type Subject } from './subject.js';
import { describe } from './format.js';
import { userError } from '../../core/errors.js';
import type { EvalValues } from '../options/eval.js';
import type { Console } from '../terminal/console.js';
import { skippedLines } from '../../report/skipped.js';
import { openCounts } from '../open-counts.js';
import { openProgress } from '../terminal/progress.js';
import { sanitizeLine } from '../../report/sanitize.js';
import { unitsOf } from '../../tasks/units.js';

/** Evaluates a model on a text: the loss, the errors, and the n-gram baseline. */
export async function evaluateOnText(
  model: EvalModel | undefined,
  files: readonly string[],
  values: EvalValues,
  console: Console,
): Promise<void> {
  if (values.beam !== undefined)
    throw userError('usage/conflict', { flag: '--beam', other: 'a model that does not translate' });
  const { out, err, stop } = console;
  const progress = openProgress(console);
  const subject = await openSubject(model, values, files, stop.watch);
  const sink = openSink(values.csv, out);
  try {
    const unknown = subject.test?.unknown ?? 0;
    if (unknown > 0) await err.write(`left out: ${unknown} character(s) of the text that are unknown\n`);
    for (const line of skippedLines(subject.test?.skipped ?? [])) await err.write(`${line}\n`);
    const format = values.jsonl ? 'jsonl' : values.csv ? 'csv' : undefined;
    const rows =
      format && subject.test && perCharacter(format, subject.test.source, subject.vocabulary, sink);
    await rows?.begin();
    const each = async (scored: ScoredText) => rows?.each(scored);
    const counts =
      model && subject.test && (await openCounts(model.file, model.snapshot, values.noCounts, err));
    const measured = await measure({ ...subject, counts }, values, each, {
      pause: progress.report,
      check: progress.check,
      signal: stop.signal,
    });
    progress.end();
    sink.commit();
    const json = `${JSON.stringify(toJson(subject, measured))}\n`;
    if (values.json === '-') await out.write(json);
    else if (values.json !== undefined) writeFileAtomic(values.json, json);
    if (out.closed) return;
    // where stdout holds data, the text goes to stderr
    const words = values.jsonl || values.csv === '-' || values.json === '-' ? err : out;
    for (const line of describe(measured, unitsOf(subject.vocabulary).prediction))
      await words.write(`${words.isTTY ? sanitizeLine(line) : line}\n`);
  } catch (error) {
    if (!out.closed) throw error;
  } finally {
    progress.end();
    sink.discard();
    subject.close();
  }
}

/** All figures: of the model on top, `baseline` as [{ context, loss }], the rest under its name. */
function toJson({ model, test }: Subject, { evaluation, baseline, ...rest }: Measured): object {
  return {
    ...(model && { model: model.file }),
    ...(test && { texts: test.files, characters: baseline?.characters, unknown: test.unknown }),
    ...evaluation,
    ...(baseline && {
      baseline: baseline.levels,
      best: bestLevel(baseline),
      trained: baseline.trained,
    }),
    ...rest,
  };
}
