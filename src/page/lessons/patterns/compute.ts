import { argmax } from '../../../core/numbers.js';
import { createRng } from '../../../core/rng.js';
import type { ModelConfig } from '../../../core/snapshot.js';
import type { Batch } from '../../../data/batch.js';
import { createModel } from '../../../model/language-model.js';
import { createLearner, plain, type Learner } from '../learner.js';
import type { World } from '../lesson.js';
import { STEPS, type Example, type PatternOf, type PatternsFrame, type PatternsSettings } from './frame.js';
import { tasks, type Task, type TaskRow } from './tasks.js';

const [B, HIDDEN] = [32, 24];
const RATE = 0.02;
const EVERY = 25;
/** Batches of rows that are tested. */
const TESTED = 8;

/** A network for each task: where it reads and where it answers is all that differs. */
export function* learnPatterns(settings: PatternsSettings, world: World): Generator<PatternsFrame> {
  const patterns: PatternOf[] = [];
  for (const task of tasks) {
    patterns.push(learn(task, settings, world));
    yield { patterns: [...patterns] };
  }
}

function learn(task: Task, { seed, work }: PatternsSettings, { backend }: World): PatternOf {
  const [T, V] = [task.steps, task.symbols.length];
  const config: ModelConfig = { ...plain, cell: 'lstm', hidden: HIDDEN, vocabulary: V };
  const learner = createLearner(config, backend, { T, B, seed });
  const { batch } = learner;
  const rng = createRng(seed);
  const losses: [number, number][] = [];
  for (let step = 0; step < work * STEPS; step++) {
    fill(
      batch,
      task,
      Array.from({ length: B }, () => task.row(rng)),
    );
    forget(learner);
    const { loss } = learner.step(RATE);
    if (step % EVERY === 0) losses.push([step, loss]);
  }
  let exact = 0;
  for (let n = 0; n < TESTED; n++) {
    fill(
      batch,
      task,
      Array.from({ length: B }, () => task.row(rng)),
    );
    const { tally } = learner.engine.evaluate(batch, true);
    exact += tally[1] / (TESTED * B);
  }
  return {
    task: task.name,
    losses,
    exact,
    example: goThrough(task.row(rng), task, { config, learner }, backend),
  };
}

function forget({ engine }: Learner): void {
  for (const state of Object.values(engine.state)) state.fill(0);
}

function fill(batch: Batch, { symbols }: Task, rows: readonly TaskRow[]): void {
  batch.count = 0;
  rows.forEach(({ read, answers }, b) => {
    answers.forEach((answer, t) => {
      const i = t * B + b;
      batch.x[i] = symbols.indexOf(read[t]!);
      batch.y[i] = answer === null ? 0 : symbols.indexOf(answer);
      batch.mask[i] = Number(answer !== null);
      batch.count += batch.mask[i]!;
    });
  });
}

function goThrough(
  { read, answers }: TaskRow,
  { symbols }: Task,
  { config, learner: { engine } }: { readonly config: ModelConfig; readonly learner: Learner },
  { kernels, memory }: World['backend'],
): Example {
  const model = createModel(config, { kernels, memory, T: 1, B: 1, training: false, params: engine.params });
  model.refresh();
  const [state, x] = [model.createState(), model.createInput()];
  const [written, states]: [string[], number[][]] = [[], []];
  for (const [t, symbol] of [...read].entries()) {
    x[0] = symbols.indexOf(symbol);
    const logits = model.forward(x, state, { T: 1 });
    const likeliest = symbols[argmax(logits.data.subarray(0, symbols.length))]!;
    written.push(answers[t] === null ? '' : likeliest);
    states.push(Array.from(state['h_l0']!));
  }
  return { read: [...read], wanted: answers.map((answer) => answer ?? '.'), written, states };
}
