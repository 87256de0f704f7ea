import { userError } from '../../../core/errors.js';
import type { TaskData } from '../../../core/snapshot.js';
import { createBatch } from '../../../data/batch.js';
import type { Example } from '../../../data/examples.js';
import { classify } from '../../../tasks/classify.js';
import { createTask } from '../../../tasks/index.js';
import { fillRows } from '../../../tasks/fill-rows.js';
import { beginningOfTable, longestWindow, stepsOf } from '../../forward/table.js';
import { beginningOf, symbolsIn } from '../../forward/text.js';
import { defineView, type Inspection } from '../view.js';
import { createInputGradients, type InputGradients } from './gradient-times-input.js';
import { blocks, rows, type SaliencyReport, type SaliencyRow } from './report.js';

/** Default --limit on a terminal, for rows and for a text. */
const TO_READ = { rows: 3000, text: 100 };
/** Places of a batch: each has a row of the embedding that stands for the inputs. */
const MOST_PLACES = 2048;

/** What each character adds to the log probability of the answer; in a text, to that of its last character. */
export const saliency = defineView<SaliencyReport>({
  name: 'saliency',
  takes: ['feature'],
  reads: ['text', 'table'],
  compute: (inspection) => (inspection.table ? ofTable(inspection) : ofText(inspection)),
  blocks,
  rows,
});

async function ofTable({ network, table, question }: Inspection): Promise<SaliencyReport> {
  const { model, backend, pace } = network;
  const shown = beginningOfTable(table!, question.limit ?? TO_READ.rows);
  const { data } = shown;
  const task = createTask(data);
  const label = question.featuresNamed ? labelOf(data, question.features[0]!.name) : undefined;
  const rows = label === undefined ? shown.rows : shown.rows.map((row) => ({ ...row, label }));
  const T = longestWindow(task, rows);
  const B = Math.max(1, Math.min(rows.length, Math.floor(MOST_PLACES / T)));
  const explain = createInputGradients(model, backend, { T, B });
  const batch = createBatch(backend.memory, T, B, task.parts);
  const reports: SaliencyRow[] = [];
  for (let from = 0; from < rows.length; from += B) {
    const some = rows.slice(from, from + B);
    fillRows(task, some, batch);
    const found = explain(batch);
    some.forEach((row, b) => {
      const begin = { own: batch.starts?.[b] ?? 0, source: batch.source?.starts[b] ?? 0 };
      const values = valuesOf(data, row, found, { b, B, begin, steps: stepsOf(task, row) });
      reports.push({ ...answerOf(data, row), logprob: found.logprobs[b]!, ...values });
    });
    await pace.pause(batch.symbols);
  }
  const characters = reports.reduce((sum, { symbols }) => sum + symbols.length, 0);
  return { view: 'saliency', text: { name: shown.name, characters }, rows: reports };
}

function labelOf({ name, target }: TaskData, label: string): number {
  const id = name === 'classify' ? target.indexOf(label) : -1;
  if (id < 0) throw userError('inspect/feature', { name: label, known: target.join(', ') });
  return id;
}

function answerOf({ name, target, toTokens }: TaskData, row: Example): { answer: string } {
  if (name === 'classify') return { answer: target[row.label]! };
  const symbols = Array.from(row.target, (id) => target[id]!);
  return { answer: symbols.join(toTokens === 'words' ? ' ' : '') };
}

/** Where a row is in a batch. */
interface Place {
  readonly b: number;
  readonly B: number;
  readonly begin: { readonly own: number; readonly source: number };
  readonly steps: number;
}

/** The inputs of a row: its text, its label or its numbers, and the symbols written so far. */
function valuesOf(
  data: TaskData,
  { source, target, label, vector }: Example,
  { inputs, source: ofSource, condition }: InputGradients,
  { b, B, begin, steps }: Place,
): Pick<SaliencyRow, 'symbols' | 'saliency'> {
  const at = (values: Float32Array, from: number, n: number) =>
    Array.from({ length: n }, (_, i) => values[(from + i) * B + b]!);
  const texts = (ids: Int32Array, symbols: readonly string[]) => Array.from(ids, (id) => symbols[id]!);
  if (ofSource) {
    const read = at(ofSource, begin.source, source.length);
    return { symbols: texts(source, data.source), saliency: data.reverse ? read.toReversed() : read };
  }
  if (data.name !== 'generate')
    return { symbols: texts(source, data.source), saliency: at(inputs, begin.own, source.length) };
  const [first, ...rest] = at(inputs, 0, steps);
  const own = condition ? [...condition.subarray(b * vector.length, (b + 1) * vector.length)] : [first!];
  const names = condition ? data.from : [data.source[label]!];
  return { symbols: [...names, ...texts(target, data.target)], saliency: [...own, ...rest] };
}

/**
 * The first characters of a text from a state of zeros, as a row to be classified, the last of them being its label.
 */
async function ofText({ network, question, subject }: Inspection): Promise<SaliencyReport> {
  const { text } = await subject();
  const { model, backend } = network;
  const shown = beginningOf(text, Math.max(2, question.limit ?? TO_READ.text));
  const n = shown.ids.length - 1;
  if (n < 1)
    throw userError('inspect/short', { name: text.name, what: 'characters', characters: n + 1, least: 2 });
  const V = model.config.vocabulary;
  const task = classify({ source: V, target: V });
  const batch = createBatch(backend.memory, n, 1, task.parts);
  const empty = { target: new Int32Array(0), vector: new Float32Array(0) };
  fillRows(task, [{ ...empty, source: shown.ids.subarray(0, n), label: shown.ids[n]! }], batch);
  const { inputs, logprobs } = createInputGradients(model, backend, { T: n, B: 1 })(batch);
  const symbols = symbolsIn(shown);
  return {
    view: 'saliency',
    text: { name: shown.name, characters: n },
    rows: [
      { answer: symbols[n]!, logprob: logprobs[0]!, symbols: symbols.slice(0, n), saliency: [...inputs] },
    ],
  };
}
