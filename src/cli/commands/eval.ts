import { evaluateClips } from '../clips/eval.js';
import { isClips } from '../../material/images/kind.js';
import { openEvalModel } from '../evaluating/subject.js';
import { evaluateOnTable } from '../evaluating/table.js';
import { evaluateLines } from '../evaluating/per-line.js';
import { evaluateOnText } from '../evaluating/text.js';
import { purposeOfModel } from '../../app/purpose.js';
import { checkScope } from '../options/scope.js';
import type { Parsed } from '../options/flag.js';
import { evalCommand } from '../options/eval.js';
import type { Console } from '../terminal/console.js';

export type EvalArguments = Parsed<(typeof evalCommand)['flags']>;

/** `char-rnn eval`: how well a model predicts a text, or answers the rows of a table or clips. */
export async function evaluateModel(
  { values, files, given }: EvalArguments,
  console: Console,
): Promise<void> {
  console.out.onClose(() => console.stop.request(new Error('the reader has gone')));
  if (files.length > 1 && files.slice(1).some(isClips))
    return evaluateClips(files, { values, given }, console);
  const model = openEvalModel(values, files);
  if (model) checkScope(evalCommand.flags, given, purposeOfModel(model.snapshot), 'this model');
  if (model?.snapshot.task && !model.snapshot.model.images)
    return evaluateOnTable(model, files.slice(1), values, console);
  if (values.perLine && model) return evaluateLines(model, files, values, console);
  return evaluateOnText(model, files, values, console);
}
