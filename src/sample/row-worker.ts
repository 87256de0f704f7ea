import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { createRng } from '../core/rng.js';
import { independentRows, int16Weights } from './precision.js';
import { backendOfThread } from '../kernels/index.js';
import { modelFromSnapshot } from '../model/language-model.js';
import { sampleRows } from './rows.js';
import { createCounting, withCounts } from './with-counts.js';
import type { DrawnSymbols, RowWorkerTask, TextsEnded } from './row-threads.js';

/** Symbols of a message, so that few are sent, and milliseconds between two, so that the first appear soon. */
const SYMBOLS = 8192;
const INTERVAL = 20;
/** The most unanswered messages: a slow or stopped reader makes the thread wait. */
const UNANSWERED = 3;

/** The thread of some texts: draws them, sends the symbols, and is told which texts to end. */
async function work(task: RowWorkerTask): Promise<void> {
  const { memory, kernels: all } = await backendOfThread(task.backend);
  const kernels = task.bits === 16 ? int16Weights(all) : independentRows(all);
  const B = Math.min(task.rows, task.jobs.length);
  const network = modelFromSnapshot(task.snapshot, { kernels, memory, T: 1, B, training: false });
  const model = task.counts ? withCounts(network, createCounting(task.counts)) : network;
  const jobs = task.jobs.map((job) => ({ ...job, rng: createRng(job.seed, job.stream) }));
  let drawn: Drawn = { jobs: [], ids: [], logprobs: [] };
  let unanswered = 0;
  let sent = performance.now();
  parentPort!.on('message', (ended: TextsEnded) => {
    unanswered -= 1;
    for (const index of ended) jobs.find((job) => job.index === index)!.ended = true;
  });

  function send(done: boolean): void {
    const message: DrawnSymbols = {
      jobs: Int32Array.from(drawn.jobs),
      ids: Int32Array.from(drawn.ids),
      logprobs: Float64Array.from(drawn.logprobs),
      done,
    };
    parentPort!.postMessage(message);
    drawn = { jobs: [], ids: [], logprobs: [] };
    sent = performance.now();
    unanswered += 1;
  }

  for (const { job, draw } of sampleRows(model, jobs, task.choice)) {
    drawn.jobs.push(job.index);
    drawn.ids.push(draw.id);
    drawn.logprobs.push(draw.logprob);
    if (drawn.ids.length < SYMBOLS && performance.now() - sent < INTERVAL) continue;
    send(false);
    await setImmediate();
    while (unanswered >= UNANSWERED) await once(parentPort!, 'message');
  }
  send(true);
}

interface Drawn {
  readonly jobs: number[];
  readonly ids: number[];
  readonly logprobs: number[];
}

await work(workerData as RowWorkerTask);
