import { purposeOfModel } from '../../app/purpose.js';
import type { AnswerRequest } from '../../app/sample/answer.js';
import type { LinesRequest } from '../../app/sample/lines.js';
import type { SampleRequest } from '../../app/sample/request.js';
import { userError } from '../../core/errors.js';
import { openModel } from '../../app/model.js';
import type { Parsed } from '../options/flag.js';
import { sampleCommand } from '../options/sample.js';
import { checkScope } from '../options/scope.js';
import { writeAnswers } from '../sampling/write-answers.js';
import { writeLines } from '../sampling/write-lines.js';
import { writeTexts } from '../sampling/write-texts.js';
import type { Console } from '../terminal/console.js';
import { exitCodeOfStop } from '../terminal/signals.js';

type SampleArguments = Parsed<(typeof sampleCommand)['flags']>;

/** `char-rnn sample`: continues texts, draws lines, talks, or answers each input, as the model does. */
export async function sample({ values, files, given }: SampleArguments, console: Console): Promise<number> {
  const model = openModel(files[0]!);
  const input = files[1];
  const purpose = purposeOfModel(model.snapshot);
  checkScope(sampleCommand.flags, scoped({ values, given }), purpose, 'this model');
  const request = { ...fieldsOf({ values, given }), model };
  if (purpose !== 'text' || input !== undefined)
    return writeAnswers({ ...(request as AnswerRequest), input }, values, console);
  if (values.beam !== undefined && values.jsonl)
    throw userError('usage/conflict', { flag: '--beam', other: '--jsonl' });
  if (values.interactive) {
    const { converse } = await import('../sampling/interactive.js');
    return converse(request, values.heat, console);
  }
  if (values.lines !== undefined) await writeLines(request as LinesRequest, values, console);
  else await writeTexts(request, values, console);
  return exitCodeOfStop();
}

/** The flags that were given, as fields of a request. */
function fieldsOf({
  values,
  given,
}: Pick<SampleArguments, 'values' | 'given'>): Omit<SampleRequest, 'model'> {
  const fields = Object.fromEntries(Object.entries(values).filter(([key]) => given.has(key)));
  return values.sample === undefined ? fields : { ...fields, temp: Number(values.sample) };
}

/** Temperature 0 is what a model that classifies or tags uses anyway. */
function scoped({ values, given }: Pick<SampleArguments, 'values' | 'given'>): ReadonlySet<string> {
  return new Set([...given].filter((key) => key !== 'temp' || values.temp > 0));
}
