import { randomInt } from 'node:crypto';
import { userError } from '../../core/errors.js';
import { unwatched } from '../../core/watch.js';
import type { AnswerFields, Answers } from '../../material/answers.js';
import { materialToRead } from '../../material/index.js';
import { openRunData, runDataOf } from '../../material/run-data.js';
import { backendOf } from '../backend.js';
import { modelOf } from '../model.js';
import type { ModelFields } from './request.js';

export type { Answer, Answers } from '../../material/answers.js';

/** A model, and what it is asked. */
export interface AnswerRequest extends AnswerFields, ModelFields {}

/**
 * The answers of the model of a task to rows or lines, the labels of clips, the captions of images, the next rows of a
 * series: in order, as they are found. Throws clips/model for clips where the model reads none, usage/* for fields that make no
 * sense with it, and what opening the input throws.
 *
 * @example
 * for await (const { text } of await answer({ model: 'runs/names', input: 'new.csv' })) console.log(text);
 */
export async function answer(request: AnswerRequest): Promise<Answers> {
  const { input, backend = 'auto', seed = randomInt(2 ** 32), watch = unwatched } = request;
  const model = modelOf(request);
  const material = materialToRead(model, input === undefined ? [] : [input]);
  if (!material.answer)
    throw userError('usage/extra-argument', { value: input ?? '', usage: 'char-rnn sample <model>' });
  const hint = 'name the data: char-rnn sample MODEL FILE';
  const own = () => openRunData(runDataOf(model, hint), { changed: 'report', hint, watch });
  return material.answer(model, { ...request, seed, watch, own, backend: await backendOf(backend) });
}
