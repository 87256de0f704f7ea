import { statSync } from 'node:fs';
import { evaluate } from '../../app/evaluate.js';
import { refuseToOverwriteInputs } from '../../app/outputs.js';
import { purposeOfModel } from '../../app/purpose.js';
import { toJson } from '../../report/json.js';
import { sanitizeLine } from '../../report/sanitize.js';
import { skippedLines } from '../../report/skipped.js';
import { renderTerminal } from '../../report/terminal/render.js';
import { findModel, openModel, type ModelFile } from '../../app/model.js';
import { openItems } from '../evaluating/items.js';
import { evalCommand, type EvalValues } from '../options/eval.js';
import type { Parsed } from '../options/flag.js';
import { checkScope } from '../options/scope.js';
import type { Console } from '../terminal/console.js';
import { openProgress } from '../terminal/progress.js';
import { writeDocument } from '../terminal/sink.js';
import { styleOf } from '../terminal/style.js';

type EvalArguments = Parsed<(typeof evalCommand)['flags']>;

/** `char-rnn eval`: how well a model predicts a text, or answers the rows of a table, clips or images. */
export async function evaluateModel(
  { values, files, given }: EvalArguments,
  console: Console,
): Promise<void> {
  const { out, err, stop } = console;
  out.onClose(() => stop.request(new Error('the reader has gone')));
  const model = openEvalModel(values, files);
  checkScope(evalCommand.flags, given, model ? purposeOfModel(model.snapshot) : 'text', 'this model');
  const progress = openProgress(console);
  const items = openItems(values, out);
  try {
    const { figures, blocks, table, notes, skipped } = await evaluate({
      ...values,
      model,
      files: model ? files.slice(1) : files,
      each: items?.each,
      onOpen: (read) => refuseToOverwriteInputs(values, read),
      watch: progress,
    });
    progress.end();
    await items?.finish(table);
    if (values.json !== undefined) await writeDocument(values.json, toJson(figures), console);
    if (out.closed) return;
    for (const line of [...notes.map(sanitizeLine), ...skippedLines(skipped)]) await err.write(`${line}\n`);
    // where stdout holds data, the text goes to stderr
    const isData =
      values.jsonl || values.csv === '-' || values.json === '-' || (values.perLine && !values.csv);
    const stream = isData ? 'err' : 'out';
    await console[stream].write(renderTerminal(blocks, styleOf(console, stream)));
  } catch (error) {
    if (!out.closed) throw error;
  } finally {
    progress.end();
    items?.discard();
  }
}

/** The model, if the first argument is one: with --train it may be a text. */
function openEvalModel({ train }: EvalValues, [path]: readonly string[]): ModelFile | undefined {
  if (path === undefined || (train.length > 0 && !isModel(path))) return undefined;
  return openModel(path);
}

/** Whether a path looks like a model rather than a text: a checkpoint by its name, or the directory of a run. */
function isModel(path: string): boolean {
  if (path.endsWith('.safetensors')) return true;
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isDirectory) return false;
  try {
    return findModel(path) !== '';
  } catch {
    return false;
  }
}
