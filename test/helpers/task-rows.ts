import { createPlainMemory } from '../../src/core/memory.js';
import { createRng } from '../../src/core/rng.js';
import type { Snapshot, TaskData } from '../../src/core/snapshot.js';
import { createBatch } from '../../src/data/batch.js';
import type { Example } from '../../src/data/examples.js';
import { js } from '../../src/kernels/js/index.js';
import { outputsOf } from '../../src/model/shapes.js';
import { modelFromSnapshot } from '../../src/model/language-model.js';
import { createTask } from '../../src/tasks/index.js';

const described: TaskData = {
  name: 'classify',
  from: ['name'],
  to: 'answer',
  toTokens: 'chars',
  scaling: null,
  delay: 0,
  reverse: false,
  source: ['a', 'é', '𝄞', '"'],
  target: ['Chile', 'Peru', 'Cuba'],
};

/** Every form of a task. */
export const taskForms: Readonly<Record<string, TaskData>> = {
  classify: described,
  tag: { ...described, name: 'tag', target: ['x', 'y'] },
  'tag with a delay': { ...described, name: 'tag', target: ['x', 'y'], delay: 2 },
  'generate from a label': { ...described, name: 'generate', source: ['r', 's'], target: ['u', 'v', 'w'] },
  'generate from numbers': {
    ...described,
    name: 'generate',
    from: ['p', 'q'],
    source: [],
    target: ['u', 'v', 'w'],
    scaling: { mean: [0.5, 2], deviation: [1, 0.25] },
  },
  translate: { ...described, name: 'translate', target: ['u', 'v'] },
  'translate, reversed, to words': {
    ...described,
    name: 'translate',
    reverse: true,
    toTokens: 'words',
    target: ['AH', 'B'],
  },
};

/** A row as cells of a table, and as the task reads it. */
export interface TableRow {
  readonly cells: readonly string[];
  readonly example: Example;
}

/** Rows of different lengths, 1 to 7 symbols, drawn by the seed. */
export function randomRows(task: TaskData, count: number, seed = 1): TableRow[] {
  const rng = createRng(seed);
  const draw = (length: number, n: number) => Int32Array.from({ length }, () => rng.below(n));
  const text = (ids: Int32Array, symbols: readonly string[], between = '') =>
    Array.from(ids, (id) => symbols[id]!).join(between);
  return Array.from({ length: count }, (): TableRow => {
    const { name, source: S, target: V, scaling } = task;
    const empty = {
      source: new Int32Array(0),
      target: new Int32Array(0),
      label: -1,
      vector: new Float32Array(0),
    };
    const source = draw(1 + rng.below(7), S.length);
    const target = draw(name === 'tag' ? source.length : 1 + rng.below(7), V.length);
    const written = text(target, V, task.toTokens === 'words' ? ' ' : '');
    if (name === 'classify') {
      const label = rng.below(V.length);
      return { cells: [text(source, S), V[label]!], example: { ...empty, source, label } };
    }
    if (name === 'tag' || name === 'translate')
      return { cells: [text(source, S), written], example: { ...empty, source, target } };
    if (scaling === null) {
      const label = rng.below(S.length);
      return { cells: [S[label]!, written], example: { ...empty, target, label } };
    }
    const numbers = [rng.below(100) / 10, rng.below(100) / 10];
    const { mean, deviation } = scaling;
    const vector = Float32Array.from(numbers, (value, i) => (value - mean[i]!) / deviation[i]!);
    return { cells: [...numbers.map(String), written], example: { ...empty, target, vector } };
  });
}

/** A table with a header, as CSV. */
export function csvOf({ from, to }: TaskData, rows: readonly TableRow[]): string {
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  return [[...from, to], ...rows.map(({ cells }) => cells)]
    .map((row) => `${row.map(quoted).join()}\n`)
    .join('');
}

/** Our logits at the answers of each row, which is read alone. */
export function answerLogits(
  snapshot: Snapshot,
  rows: readonly TableRow[],
  createMemory = () => createPlainMemory(),
): number[][] {
  const task = createTask(snapshot.task!);
  const outputs = outputsOf(snapshot.model);
  return rows.map(({ example }) => {
    const memory = createMemory();
    const lengths = { source: example.source.length, target: example.target.length };
    const batch = createBatch(memory, Math.max(lengths.source, lengths.target) + 9, 1, task.parts);
    batch.T = task.steps(lengths);
    if (batch.source) batch.source.T = task.sourceSteps!(lengths);
    task.place(example, batch, 0);
    const setup = { kernels: js, memory, T: batch.mask.length, B: 1, training: false };
    const model = modelFromSnapshot(snapshot, setup);
    const logits = model.forward(batch.x, model.createState(), batch);
    const answers = Array.from(batch.mask.subarray(0, batch.T).keys()).filter((t) => batch.mask[t] === 1);
    return answers.flatMap((t) => [...logits.data.subarray(t * outputs, (t + 1) * outputs)]);
  });
}
