import {
  arrayExamples,
  chooseBackend,
  createAnswerer,
  createTask,
  createVocabulary,
  examplesData,
  tablePreset,
  trainNetwork,
  type Answerer,
  type Example,
  type Snapshot,
  type TaskData,
} from 'char-rnn-ts/in-memory';

/** A task as a table would state it, with the usual settings. */
export function taskOf(name: TaskData['name'], source: string[], target: string[]): TaskData {
  const columns = { from: ['source'], to: 'target', toTokens: 'chars' } as const;
  return { name, ...columns, source, target, scaling: null, delay: 0, reverse: false };
}

/** The ids of a text's characters. */
export const idsOf = (text: string, symbols: string[]) =>
  Int32Array.from(text, (symbol) => symbols.indexOf(symbol));

/** The characters of ids. */
export const textOf = (ids: readonly number[], symbols: string[]) => ids.map((id) => symbols[id]).join('');

/** A row; parts that its task does not have are empty. */
export function rowOf(row: Partial<Example>): Example {
  return {
    source: new Int32Array(),
    target: new Int32Array(),
    label: -1,
    vector: new Float32Array(),
    ...row,
  };
}

/** Trains a small network on the rows, and returns a function that answers with it. */
export async function learn(task: TaskData, rows: readonly Example[], steps = 300): Promise<Answerer> {
  const model = { ...tablePreset.model, hidden: 48 };
  const options = { ...tablePreset, model, epochs: null, steps, patience: null };
  const parts = { train: arrayExamples(rows), validation: null, test: null };
  const data = examplesData(createTask(task), parts, options);
  const vocabulary = createVocabulary({ tokens: 'chars', symbols: task.source });
  const backend = await chooseBackend();
  let last: Snapshot | undefined;
  for await (const event of trainNetwork({ options, vocabulary, data, task, backend })) {
    if (event.type === 'step' && event.step % 100 === 0) {
      console.log(`step ${event.step}: ${event.smoothLoss.toFixed(3)} nats per prediction`);
    }
    if (event.type === 'save') last = event.snapshot();
  }
  return createAnswerer(last!, backend);
}
