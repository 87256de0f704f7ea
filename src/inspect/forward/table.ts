import { createPlainMemory } from '../../core/memory.js';
import type { TaskData } from '../../core/snapshot.js';
import { createBatch, type Batch } from '../../data/batch.js';
import type { Example } from '../../data/examples.js';
import type { Clamp } from '../../layers/layer.js';
import { createRng } from '../../core/rng.js';
import { shuffle } from '../../core/shuffle.js';
import type { Sequence } from '../../core/sequence.js';
import type { LanguageModel } from '../../model/language-model.js';
import type { ExampleTask } from '../../tasks/example-task.js';
import { createTask } from '../../tasks/index.js';
import { fillRows } from '../../tasks/fill-rows.js';
import type { Memory } from '../../core/memory.js';

/** The rows of a table that the model of a task reads. */
export interface InspectedTable {
  readonly name: string;
  readonly data: TaskData;
  readonly rows: readonly Example[];
}

/**
 * Rows as a text: one position for each answer or, where a row has only one (classify), for each symbol that is read.
 * The positions of a row are consecutive steps.
 */
export interface TableReading {
  readonly task: ExampleTask;
  readonly data: TaskData;
  readonly rows: readonly Example[];
  /** The first position of each row, and finally the number of positions. */
  readonly firsts: Int32Array;
  /** The end of the positions of a row at which something is read. */
  lastOf(row: number): number;
  /** The step of a row's first position, counted from its own first step. */
  firstStep(row: number): number;
  /** All symbols that are read, row by row, −1 after each row; and the index in them of each position. */
  readonly symbols: Int32Array;
  readonly places: Int32Array;
}

/** The length of a row's window. */
export const stepsOf = (task: ExampleTask, { source, target }: Example): number =>
  task.steps({ source: source.length, target: target.length });

/** The longest window that rows need, of either network. */
export function longestWindow(task: ExampleTask, rows: readonly Example[]): number {
  return rows.reduce((longest, row) => {
    const lengths = { source: row.source.length, target: row.target.length };
    return Math.max(longest, task.steps(lengths), task.sourceSteps?.(lengths) ?? 0);
  }, 1);
}

/**
 * Rows with a position for each answer, or for each symbol; with `breaks`, one more after each row, at which nothing is
 * read.
 */
export function readingOf(
  { data, rows }: InspectedTable,
  of: 'answers' | 'symbols',
  { breaks = false } = {},
): TableReading {
  const task = createTask(data);
  const predictions = rows.map(({ source, target }) =>
    of === 'symbols' ? source.length : task.predictions({ source: source.length, target: target.length }),
  );
  // answers are a row's last steps
  const firstStep = (row: number) => (of === 'symbols' ? 0 : stepsOf(task, rows[row]!) - predictions[row]!);
  const firsts = Int32Array.from([0, ...predictions.map((n) => n + Number(breaks))]);
  for (let row = 0; row < rows.length; row++) firsts[row + 1]! += firsts[row]!;
  const all = rows.reduce((sum, row) => sum + stepsOf(task, row) + 1, 0);
  const symbols = new Int32Array(all).fill(-1);
  const places = new Int32Array(firsts.at(-1)!);
  const batch = createBatch(createPlainMemory(), longestWindow(task, rows), 1, task.parts);
  let at = 0;
  rows.forEach((row, r) => {
    fillRows(task, [row], batch);
    symbols.set(batch.x.subarray(0, batch.T), at);
    for (let i = 0; i < predictions[r]!; i++) places[firsts[r]! + i] = at + firstStep(r) + i;
    if (breaks) places[firsts[r + 1]! - 1] = at + batch.T;
    at += batch.T + 1;
  });
  const lastOf = (row: number) => firsts[row + 1]! - Number(breaks);
  return { task, data, rows, firsts, lastOf, firstStep, symbols, places };
}

/** Rows that the network has just read together, row `rows[b]` as batch row b. */
export interface RowWindow {
  readonly rows: readonly number[];
  readonly batch: Batch;
  readonly logits: Sequence;
  /** The step of the batch at which row b begins. */
  begin(b: number): number;
}

/** Reads rows, as many side by side as the network has batch rows, those of similar length together. */
export function* readRows(
  model: LanguageModel,
  memory: Memory,
  { task, rows }: Pick<TableReading, 'task' | 'rows'>,
  members: readonly number[],
  clamps?: readonly Clamp[],
): Generator<RowWindow, void, void> {
  const steps = (row: number) => stepsOf(task, rows[row]!);
  const order = members.toSorted((a, b) => steps(a) - steps(b) || a - b);
  const batch = createBatch(memory, model.T, model.B, task.parts);
  const state = model.createState();
  for (let from = 0; from < order.length; from += model.B) {
    const some = order.slice(from, from + model.B);
    fillRows(
      task,
      some.map((row) => rows[row]!),
      batch,
    );
    for (const values of Object.values(state)) values.fill(0);
    const { T, starts, condition, source } = batch;
    const logits = model.forward(batch.x, state, { T, starts, condition, source, clamps });
    yield { rows: some, batch, logits, begin: (b) => starts?.[b] ?? 0 };
  }
}

/** The stream of a seed that the order of rows is drawn from. */
const ORDER_STREAM = 0x0de5;

/** The rows in a random order: tables are often sorted, and a search compares their beginning with their end. */
export function shuffleRows(table: InspectedTable, seed: number): InspectedTable {
  return { ...table, rows: shuffle([...table.rows], createRng(seed, ORDER_STREAM)) };
}

/** The first rows that have at most so many symbols together, at least one. */
export function beginningOfTable({ rows, ...table }: InspectedTable, symbols: number): InspectedTable {
  let left = symbols;
  const end = rows.findIndex(({ source, target }) => (left -= source.length + target.length) < 0);
  return { ...table, rows: end < 0 ? rows : rows.slice(0, Math.max(1, end)) };
}
