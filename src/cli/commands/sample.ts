import { purposeOfModel } from '../../app/purpose.js';
import type { LinesRequest } from '../../app/sample/lines.js';
import type { SampleRequest } from '../../app/sample/request.js';
import { userError } from '../../core/errors.js';
import { openModel } from '../../runs/checkpoint.js';
import type { Choice } from '../../sample/choice.js';
import { isCaptions } from '../../tasks/task-data.js';
import { answerLines } from '../answering/lines.js';
import { sampleCaptions } from '../clips/captions.js';
import { sampleClips } from '../clips/sample.js';
import type { Parsed } from '../options/flag.js';
import { sampleCommand, type SampleValues } from '../options/sample.js';
import { checkScope } from '../options/scope.js';
import { writeLines } from '../sampling/write-lines.js';
import { writeTexts } from '../sampling/write-texts.js';
import type { Console } from '../terminal/console.js';
import { exitCodeOfStop } from '../terminal/signals.js';

type SampleArguments = Parsed<(typeof sampleCommand)['flags']>;

/** `char-rnn sample`: writes texts as they are drawn, searches for probable ones, or answers lines. */
export async function sample({ values, files, given }: SampleArguments, console: Console): Promise<number> {
  const model = openModel(files[0]!);
  const { file, snapshot } = model;
  checkScope(sampleCommand.flags, scoped({ values, given }), purposeOfModel(snapshot), 'this model');
  if (snapshot.task && isCaptions(snapshot.task))
    return sampleCaptions(files, { values, given }, choiceOf(values), console);
  if (snapshot.task)
    return answerLines({ file, snapshot }, files[1], { values, given }, choiceOf(values), console);
  if (values.beam !== undefined && values.jsonl)
    throw userError('usage/conflict', { flag: '--beam', other: '--jsonl' });
  if (files.length === 2 || snapshot.model.images) return sampleClips(files, { values }, console);
  const request = { ...fieldsOf({ values, given }), model };
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

function choiceOf(values: SampleValues): Choice {
  return {
    temperature: values.sample === '0' ? 0 : values.temp,
    topK: values.topK || undefined,
    topP: values.topP < 1 ? values.topP : undefined,
    minP: values.minP || undefined,
  };
}
