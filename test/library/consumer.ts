// A program that uses the package: compiled by declarations.test.ts as strictly as a project of its own might.
import * as charRnn from 'char-rnn-ts/in-memory';
import type { Evaluation, LoadedModel, TrainEvent, TrainOptions, TrainRun } from 'char-rnn-ts/in-memory';

export async function learn(text: string): Promise<Evaluation> {
  const { vocabulary, source } = charRnn.corpusFromText(text);
  const options: TrainOptions = { ...charRnn.presets.default, steps: 10 };
  const backend = await charRnn.chooseBackend('auto');
  const data = charRnn.languageData(source, options);
  const run: TrainRun = { options, vocabulary, data, backend, signal: { aborted: false } };
  let checkpoint: Uint8Array = new Uint8Array();
  for await (const event of charRnn.trainNetwork(run)) checkpoint = keep(event) ?? checkpoint;
  const model: LoadedModel = await charRnn.loadModel(checkpoint);
  const { features } = await charRnn.searchText(model, text);
  const sample: string[] = [...charRnn.sampleText(model, { prime: features[0]!.feature, topK: 5 })];
  return charRnn.evaluateText(model, sample.join(''), { each: ({ nats }) => void nats.length });
}

function keep(event: TrainEvent): Uint8Array | undefined {
  return event.type === 'save' ? charRnn.encodeCheckpoint(event.snapshot()) : undefined;
}
