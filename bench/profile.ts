import { createRng } from '../src/core/rng.js';
import { chooseBackend } from '../src/kernels/index.js';
import type { Kernels } from '../src/kernels/kernels.js';
import { initialize } from '../src/model/initialize.js';
import { createOptimizer } from '../src/optim/index.js';
import { createBatch } from '../src/data/batch.js';
import { createEngine } from '../src/train/engine.js';
import { presets } from '../src/train/presets.js';
import { printRow } from './table.js';
import type { Workload } from './workloads.js';

/** Prints the time of a training step, kernel by kernel, on one thread with the best backend. */
export async function printProfile(workload: Workload): Promise<void> {
  const { kernels: plain, memory, name } = await chooseBackend('auto');
  const spent = new Map<string, number>();
  const kernels = timed(plain, spent);
  const { cell, layers, hidden, vocabulary, batch: B, seq: T } = workload;
  const config = { cell, layers, hidden, vocabulary, embedding: 0, dropout: 0, recurrentBias: true };
  const engine = createEngine(config, { kernels, memory, T, B });
  const { params } = engine;
  const preset = presets[workload.optimizer === 'adagrad' ? 'min-char-rnn' : 'char-rnn'];
  const optimizer = createOptimizer(preset.optimizer, { kernels, memory, params });
  const rng = createRng(1);
  initialize(params, config, preset.initialization, rng);
  const batch = createBatch(memory, T, B);
  batch.T = T;
  for (let i = 0; i < T * B; i++) {
    batch.x[i] = rng.below(vocabulary);
    batch.y[i] = rng.below(vocabulary);
    batch.mask[i] = 1;
  }
  function step(number: number): void {
    engine.refresh();
    engine.step(batch, 1 / B);
    kernels.sumSquares(params.gradients.length, params.gradients);
    kernels.clamp(params.gradients.length, 5, params.gradients);
    optimizer.update(number, 1e-4);
  }
  for (const stop = performance.now() + 1000, n = { done: 0 }; performance.now() < stop;) step(++n.done);
  spent.clear();
  let steps = 0;
  const start = performance.now();
  while (steps < 3 || performance.now() - start < 1500) step(++steps);
  print(workload, name, spent, (performance.now() - start) / steps, steps);
}

/** The same kernels, those of cells included, adding what each call takes to `spent`. */
function timed(kernels: Kernels, spent: Map<string, number>): Kernels {
  const measure = <F extends (...args: never[]) => unknown>(name: string, kernel: F): F =>
    ((...args: Parameters<F>) => {
      const start = performance.now();
      const result = kernel(...args);
      spent.set(name, (spent.get(name) ?? 0) + performance.now() - start);
      return result;
    }) as F;
  const measured = Object.entries(kernels).map(([name, kernel]: [string, unknown]) => [
    name,
    typeof kernel === 'function' ? measure(name, kernel as () => unknown) : kernel,
  ]);
  const cell: Kernels['cell'] = (loops) => {
    const { forward, backward, ...rest } = kernels.cell(loops);
    const step = {
      forward: measure(`${loops.name}Forward`, forward),
      backward: measure(`${loops.name}Backward`, backward),
    };
    return { ...rest, ...step } as typeof loops;
  };
  return { ...(Object.fromEntries(measured) as Kernels), cell };
}

function print(
  { name }: Workload,
  backend: string,
  spent: ReadonlyMap<string, number>,
  whole: number,
  steps: number,
): void {
  console.log(`\n#### Where a step of ${whole.toFixed(2)} ms goes: ${name}, ${backend}, one thread\n`);
  printRow(['kernel', 'ms a step', 'share']);
  printRow(['---', '--:', '--:']);
  const parts = [...spent].map(([kernel, ms]) => [kernel, ms / steps] as const);
  const rest = whole - parts.reduce((sum, [, ms]) => sum + ms, 0);
  for (const [kernel, ms] of [...parts, ['everything else', rest] as const].sort((a, b) => b[1] - a[1])) {
    if (ms / whole > 0.005) printRow([kernel, ms.toFixed(3), `${((100 * ms) / whole).toFixed(1)} %`]);
  }
}
