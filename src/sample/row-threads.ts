import { EventEmitter, on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Clamp } from '../layers/layer.js';
import type { Snapshot } from '../core/snapshot.js';
import type { BackendName } from '../kernels/index.js';
import type { Counts } from '../ngram/mixture.js';
import type { Choice } from './choice.js';
import type { Start } from './rows.js';

/** A text to be drawn on another thread: a Job as plain data. */
export interface ThreadJob {
  readonly start: Start;
  readonly prime?: Int32Array;
  readonly length: number;
  readonly seed: number;
  /** Which of the seed's generators draws it. */
  readonly stream: number;
  /** Set it to end the text early. */
  ended?: boolean;
}

/** A symbol that was drawn on another thread; its distribution stayed there. */
export interface ThreadDraw<J> {
  readonly job: J;
  readonly draw: { readonly id: number; readonly logprob: number };
}

export interface ThreadsSetup {
  readonly snapshot: Snapshot;
  readonly backend: BackendName;
  readonly bits: 16 | 32;
  /** What the network is mixed with: in shared memory, or copied for each thread. */
  readonly counts?: Counts | undefined;
  readonly threads: number;
  /** Batch rows of each thread, at most. */
  readonly rows: number;
  readonly choice: Choice & { readonly clamps?: readonly Clamp[] | undefined };
}

/** What a thread receives when it starts. `jobs` are those of the thread, numbered over all threads. */
export interface RowWorkerTask extends Omit<ThreadsSetup, 'threads'> {
  readonly jobs: readonly (ThreadJob & { readonly index: number })[];
}

/** Draws since the last message, and whether they were the last. */
export interface DrawnSymbols {
  readonly jobs: Int32Array;
  readonly ids: Int32Array;
  readonly logprobs: Float64Array;
  readonly done: boolean;
}

/** The answer to such a message, once its symbols are consumed: the texts that were ended. */
export type TextsEnded = readonly number[];

/**
 * Draws texts as rows.ts does, on threads that share nothing: thread i draws jobs i, i + threads, ... A text depends on
 * its job alone, so it is the same for every number of threads. Symbols of one text arrive in their order. The threads
 * end when all is drawn, or when the caller leaves the loop.
 */
export async function* sampleOnThreads<J extends ThreadJob>(
  setup: ThreadsSetup,
  jobs: readonly J[],
): AsyncGenerator<ThreadDraw<J>, void, void> {
  const { threads, snapshot, ...shared } = setup;
  const { training: _, ...model } = snapshot; // moments as large as the weights are not needed to draw
  const file = new URL('./row-worker.js', import.meta.url);
  const events = new EventEmitter();
  const messages = on(events, 'message');
  const workers = Array.from({ length: Math.min(threads, jobs.length) }, (_, i) => {
    const own = jobs.flatMap((job, index) => (index % threads === i ? [plainJob(job, index)] : []));
    const worker = new Worker(file, {
      workerData: { ...shared, snapshot: model, jobs: own } satisfies RowWorkerTask,
      execArgv: [],
    });
    worker.on('message', (message) => events.emit('message', worker, message));
    worker.on('error', (error) => events.emit('error', error));
    return worker;
  });
  try {
    let running = workers.length;
    for await (const [worker, message] of messages) {
      const { jobs: indexes, ids, logprobs, done } = message as DrawnSymbols;
      const ended = new Set<number>();
      for (const [i, index] of indexes.entries()) {
        const job = jobs[index]!;
        if (job.ended) continue;
        yield { job, draw: { id: ids[i]!, logprob: logprobs[i]! } };
        if (job.ended) ended.add(index);
      }
      (worker as Worker).postMessage([...ended] satisfies TextsEnded);
      if (done && --running === 0) return;
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** What a thread needs of a job, which may hold more than can be sent. */
function plainJob({ start, prime, length, seed, stream, ended }: ThreadJob, index: number) {
  return { start, ...(prime && { prime }), length, seed, stream, ended: ended ?? false, index };
}
