import { expect } from 'chai';
import { createPlainMemory } from '../../../src/core/memory.js';
import type { Snapshot, TaskData, Tensor } from '../../../src/core/snapshot.js';
import type { Example } from '../../../src/data/examples.js';
import { saliency } from '../../../src/inspect/views/saliency/index.js';
import type { SaliencyReport } from '../../../src/inspect/views/saliency/report.js';
import { js } from '../../../src/kernels/js/index.js';
import { cellNames } from '../../../src/layers/cells.js';
import { modelFromSnapshot } from '../../../src/model/language-model.js';
import { buildQuoteCell, inspectionOf, letters } from '../networks/hand-built.js';
import { reportOf } from '../../helpers/inspection.js';
import { taskSnapshot } from '../../helpers/snapshots.js';
import { tableInspection } from '../../helpers/table-inspection.js';
import { answerLogits, taskForms, type TableRow } from '../../helpers/task-rows.js';

const float64 = () => createPlainMemory(Float64Array);
const ids = (...values: number[]) => Int32Array.from(values);
const empty: Example = { source: ids(), target: ids(), label: -1, vector: new Float32Array(0) };

/** Rows in which no symbol occurs twice, so that a symbol's weights are those of one place. */
const rowsOf: Readonly<Record<TaskData['name'], Partial<Example>[]>> = {
  classify: [
    { source: ids(2, 0, 3), label: 1 },
    { source: ids(1), label: 2 },
    { source: ids(3, 1, 2, 0), label: 0 },
  ],
  tag: [
    { source: ids(2, 0, 3), target: ids(1, 0, 0) },
    { source: ids(1, 3), target: ids(1, 1) },
  ],
  generate: [
    { label: 1, target: ids(2, 0) },
    { label: 0, target: ids(1, 2, 0) },
  ],
  translate: [
    { source: ids(2, 0, 3), target: ids(1, 1, 0) },
    { source: ids(1, 3), target: ids(0) },
  ],
};

function rowsFor(task: TaskData): TableRow[] {
  return rowsOf[task.name].map((row) => {
    const numbers = task.scaling && { label: -1, vector: Float32Array.of(0.7, -1.3) };
    return { cells: [], example: { ...empty, ...row, ...numbers } };
  });
}

/** log p of the answers of a row, in float64, from the logits alone. */
function logprob(snapshot: Snapshot, row: TableRow): number {
  const { name, target } = snapshot.task!;
  const { example } = row;
  const [logits] = answerLogits(snapshot, [row], float64);
  const ends = name === 'generate' || name === 'translate' ? [target.length] : [];
  const answers = name === 'classify' ? [example.label] : [...example.target, ...ends];
  const O = logits!.length / answers.length;
  return answers.reduce((sum, answer, i) => {
    const scores = logits!.slice(i * O, (i + 1) * O);
    const total = scores.reduce((all, score) => all + Math.exp(score), 0);
    return sum + scores[answer]! - Math.log(total);
  }, 0);
}

/** ∂ log p / ∂(scale of the input) by central differences: the weights that only this input meets are scaled. */
function difference(snapshot: Snapshot, row: TableRow, input: Input): number {
  const epsilon = 1e-5;
  const at = (factor: number) => logprob({ ...snapshot, weights: scaled(snapshot, input, factor) }, row);
  return (at(1 + epsilon) - at(1 - epsilon)) / (2 * epsilon);
}

/** An input: symbol `id` of the table `prefix`, or number `column` of the vector. */
type Input = { readonly prefix: string; readonly id: number } | { readonly column: number };

function scaled({ model, weights }: Snapshot, input: Input, factor: number): Map<string, Tensor> {
  const copy = new Map(weights);
  const scale = (name: string, axis: 0 | 1, index: number) => {
    const { shape, data } = weights.get(name)!;
    const values = Float64Array.from(data, (value, i) => {
      const width = shape[1]!;
      return (axis === 0 ? Math.floor(i / width) : i % width) === index ? value * factor : value;
    });
    copy.set(name, { shape, data: values });
  };
  if ('column' in input) scale('condition.weight', 1, input.column);
  else if (model.embedding > 0) scale(`${input.prefix}encoder.weight`, 0, input.id);
  else scale(`${input.prefix}rnn.weight_ih_l0`, 1, input.id);
  return copy;
}

function inputsOf({ name, scaling, target: { length: V } }: TaskData, { example }: TableRow): Input[] {
  const symbols = (values: Int32Array, prefix = '') => Array.from(values, (id) => ({ prefix, id }));
  if (name === 'translate') return symbols(example.source, 'source.');
  if (name !== 'generate') return symbols(example.source);
  const first = scaling ? [{ column: 0 }, { column: 1 }] : [{ prefix: '', id: V + example.label }];
  return [...first, ...symbols(example.target)];
}

describe('saliency: gradient × input', () => {
  for (const [name, task] of Object.entries(taskForms)) {
    for (const [cell, embedding] of cellNames().flatMap((cell) => [0, 3].map((E) => [cell, E] as const))) {
      it(`is what finite differences give: ${name}, ${cell}, ${embedding ? 'embedding' : 'one-hot'}`, async () => {
        const snapshot = taskSnapshot(task, { cell, embedding });
        const rows = rowsFor(task);
        const inspection = tableInspection(snapshot, rows, {}, float64());
        const report = await reportOf<SaliencyReport>(saliency, inspection);
        rows.forEach((row, r) => {
          const found = report.rows[r]!;
          expect(found.logprob).closeTo(logprob(snapshot, row), 1e-6);
          const expected = inputsOf(task, row).map((input) => difference(snapshot, row, input));
          expect(found.saliency).to.have.length(expected.length);
          expected.forEach((value, i) => expect(found.saliency[i]).closeTo(value, 1e-6));
        });
      });
    }
  }

  it('names the inputs: characters, a label and what is written after it, numbers by their columns', async () => {
    const symbolsOf = async (name: string) => {
      const task = taskForms[name]!;
      const inspection = tableInspection(taskSnapshot(task), rowsFor(task));
      return (await reportOf<SaliencyReport>(saliency, inspection)).rows[0]!.symbols;
    };
    expect(await symbolsOf('classify')).to.deep.equal(['𝄞', 'a', '"']);
    expect(await symbolsOf('generate from a label')).to.deep.equal(['s', 'w', 'u']);
    expect(await symbolsOf('generate from numbers')).to.deep.equal(['p', 'q', 'w', 'u']);
    expect(await symbolsOf('translate, reversed, to words')).to.deep.equal(['𝄞', 'a', '"']);
  });

  it('explains another label with --feature', async () => {
    const snapshot = taskSnapshot(taskForms['classify']!);
    const rows = rowsFor(taskForms['classify']!);
    const other = { name: 'Cuba', kind: 'binary', what: '', values: () => new Float32Array(0) } as const;
    const asked = tableInspection(snapshot, rows, { features: [other], featuresNamed: true });
    const { rows: found } = await reportOf<SaliencyReport>(saliency, asked);
    expect(found.map(({ answer }) => answer)).to.deep.equal(['Cuba', 'Cuba', 'Cuba']);
    const relabeled = { ...rows[0]!, example: { ...rows[0]!.example, label: 2 } };
    expect(found[0]!.logprob).closeTo(logprob(snapshot, relabeled), 1e-6);
  });

  it('of a text explains its last character by those before it', async () => {
    const text = 'a "bcd" ef';
    const inspection = await inspectionOf(text, buildQuoteCell);
    const report = await reportOf<SaliencyReport>(saliency, inspection);
    const [row] = report.rows;
    expect(row).to.deep.include({ answer: 'f', symbols: [...'a "bcd" e'] });
    const { model } = inspection.network;
    const alone = modelFromSnapshot(
      {
        model: model.config,
        vocabulary: letters,
        weights: new Map(
          [...model.params.table.values()].map(({ name, shape, offset, length }) => [
            name,
            { shape, data: model.params.weights.subarray(offset, offset + length) },
          ]),
        ),
      },
      { kernels: js, memory: createPlainMemory(), T: 9, B: 1, training: false },
    );
    const x = Int32Array.from(text.slice(0, -1), (c) => letters.idOf(c)!);
    const logits = Array.from(alone.forward(x, alone.createState(), { T: 9 }).step[8]!);
    const total = logits.reduce((sum, score) => sum + Math.exp(score), 0);
    expect(row!.logprob).closeTo(logits[letters.idOf('f')!]! - Math.log(total), 1e-5);
  });
});
