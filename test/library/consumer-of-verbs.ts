// A program that uses the verbs: compiled by declarations.test.ts as strictly as a project of its own might.
import * as charRnn from 'char-rnn-ts';
import type { TrainOptions } from 'char-rnn-ts/in-memory';
import type { EvaluateRequest, RunEvent, SampleRequest, TrainRequest } from 'char-rnn-ts';

export async function learn(file: string, out: string): Promise<number> {
  const request: TrainRequest = { files: [file], out, steps: 10, keep: 'log' };
  let step = 0;
  for await (const event of charRnn.train(request)) step = stepOf(event) ?? step;
  for await (const event of charRnn.resume({ resume: out, steps: 20 })) step = stepOf(event) ?? step;
  const asked: SampleRequest = { model: out, length: 5, topK: 3 };
  let text = '';
  for await (const event of charRnn.sample(asked)) if (event.type === 'end') text += event.text;
  const measured: EvaluateRequest = { model: out, files: [file], each: (items) => void items.length };
  const { loss = NaN, blocks } = await charRnn.evaluate(measured);
  const { features } = await charRnn.inspect({ model: out, files: [file] });
  const { gates } = await charRnn.inspect({ model: out, view: 'gates' });
  const { runs } = await charRnn.compare({ runs: [out] });
  return runs.length + loss + text.length + blocks.length + features.length + gates.length;
}

export const plan = async (files: string[]): Promise<TrainOptions> =>
  (await charRnn.planRun({ files, minutes: 2 })).options;

export async function answers(model: string, input: string): Promise<string[]> {
  const texts: string[] = [];
  try {
    for await (const { text } of await charRnn.answer({ model, input })) texts.push(text);
  } catch (error) {
    if (!(error instanceof charRnn.UserError)) throw error;
  }
  return texts;
}

function stepOf(event: RunEvent): number | undefined {
  return event.type === 'done' ? event.step : undefined;
}
