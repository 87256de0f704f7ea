import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { BackendName } from '../kernels/index.js';
import type { EngineFactory } from './engine.js';
import { createReplicaEngine } from './replica-engine.js';
import type { ReplicaTask } from './replica-thread.js';

/** Engines that divide every batch among `threads` threads of Node; see replica-engine.ts. */
export function createReplicas(threads: number, backend: BackendName): EngineFactory {
  return createReplicaEngine(threads, backend, startWorkers);
}

/** Starts all workers at once and waits until each has built its replica. None of them keeps the process alive. */
async function startWorkers(tasks: readonly ReplicaTask[]): Promise<void> {
  const file = new URL('./replica-worker.js', import.meta.url);
  const workers = tasks.map((task) => new Worker(file, { workerData: task, execArgv: [] }));
  try {
    await Promise.all(workers.map((worker) => once(worker, 'message')));
  } catch (error) {
    await Promise.all(workers.map((worker) => worker.terminate()));
    throw error;
  }
  for (const worker of workers) {
    worker.unref();
    worker.on('error', () => undefined); // the worker has called fail(), so the next command throws
  }
}
