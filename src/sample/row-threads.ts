import { EventEmitter, on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Snapshot } from '../core/snapshot.js';
import type { BackendName } from '../kernels/index.js';
import type { Counts } from '../ngram/mixture.js';
import type { RowChoice } from './rows.js';
import { countTexts, type DrawnSymbol, type Texts } from './texts.js';

export interface ThreadsSetup {
  readonly snapshot: Snapshot;
  readonly backend: BackendName;
  readonly bits: 16 | 32;
  /** What the network is mixed with: in shared memory, or copied for each thread. */
  readonly counts?: Counts | undefined;
  readonly threads: number;
  /** Batch rows of each thread, at most. */
  readonly rows: number;
  readonly choice: RowChoice;
}

/** Texts that a thread may be ahead of another: they wait for their turn to be written. */
const LEAD = 1024;

/** What a thread receives when it starts: it draws the texts `first`, `first` + `every`, ... */
export interface RowWorkerTask extends Omit<ThreadsSetup, 'threads'> {
  readonly texts: Texts;
  readonly first: number;
  readonly every: number;
}

/** Draws since the last message, and whether they were the last. The answer, once they are consumed, is empty. */
export interface DrawnMessage {
  readonly texts: Int32Array;
  readonly ids: Int32Array;
  readonly logprobs: Float64Array;
  readonly done: boolean;
}

/**
 * Draws texts as texts.ts does, on threads that share nothing, and yields some symbols at a time: thread i draws texts i, i + threads, ... A text is the
 * same for every number of threads. The distributions stay there. The threads end when all is drawn, or when the caller
 * leaves the loop.
 */
export async function* drawOnThreads(
  texts: Texts,
  { threads, snapshot, ...shared }: ThreadsSetup,
): AsyncGenerator<readonly DrawnSymbol[], void, void> {
  const { training: _, ...model } = snapshot; // moments as large as the weights are not needed to draw
  const file = new URL('./row-worker.js', import.meta.url);
  const events = new EventEmitter();
  const messages = on(events, 'message');
  const every = Math.min(threads, countTexts(texts));
  const workers = Array.from({ length: every }, (_, first) => {
    const worker = new Worker(file, {
      workerData: { ...shared, snapshot: model, texts, first, every } satisfies RowWorkerTask,
      execArgv: [],
    });
    worker.on('message', (message) => events.emit('message', worker, message));
    worker.on('error', (error) => events.emit('error', error));
    return worker;
  });
  // how far each running thread is, and those that wait for an answer as they are ahead of the others
  const reached = new Map(workers.map((worker) => [worker, 0]));
  const ahead = new Set<Worker>();
  try {
    for await (const [worker, message] of messages as AsyncIterable<[Worker, DrawnMessage]>) {
      const { texts: numbers, ids, logprobs, done } = message;
      yield Array.from(numbers, (text, i) => ({ text, id: ids[i]!, logprob: logprobs[i]! }));
      if (done) reached.delete(worker);
      else reached.set(worker, numbers.at(-1) ?? 0);
      if (reached.size === 0) return;
      ahead.add(worker);
      const last = Math.min(...reached.values());
      for (const waiting of [...ahead].filter((one) => (reached.get(one) ?? 0) - last < LEAD)) {
        ahead.delete(waiting);
        waiting.postMessage(null);
      }
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
