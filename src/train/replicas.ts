import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { BackendName } from '../kernels/index.js';
import type { EngineFactory } from './engine.js';
import { createReplicaEngine } from './replica-engine.js';
import type { ReplicaTask } from './replica-thread.js';

const file = new URL('./replica-worker.js', import.meta.url);

/**
 * Worker threads that load their program while the caller does something else, for createReplicas(). They end with the
 * process, and do not keep it alive.
 */
export function loadWorkers(count: number, backend: 'auto' | BackendName): Worker[] {
  // a library reads it when it is loaded, and what a worker sets in its environment stays there
  process.env['OPENBLAS_NUM_THREADS'] ??= '1';
  return Array.from({ length: count }, () => {
    const worker = new Worker(file, { workerData: backend, execArgv: [] });
    worker.unref();
    return worker;
  });
}

/**
 * Engines that divide every batch among `threads` threads of Node; see replica-engine.ts. Workers that are loaded
 * already are used first.
 */
export function createReplicas(
  threads: number,
  backend: BackendName,
  loaded: readonly Worker[] = [],
): EngineFactory {
  return createReplicaEngine(threads, backend, (tasks) => {
    const missing = loadWorkers(Math.max(0, tasks.length - loaded.length), backend);
    return startWorkers([...loaded.slice(0, tasks.length), ...missing], tasks);
  });
}

/** Sends each worker its task and waits until all have built their replicas. */
async function startWorkers(workers: readonly Worker[], tasks: readonly ReplicaTask[]): Promise<void> {
  try {
    await Promise.all(
      workers.map((worker, i) => {
        worker.ref(); // to wait for it keeps the process alive
        const ready = once(worker, 'message');
        worker.postMessage(tasks[i]!);
        return ready;
      }),
    );
  } catch (error) {
    await Promise.all(workers.map((worker) => worker.terminate()));
    throw error;
  }
  for (const worker of workers) {
    worker.unref();
    worker.on('error', () => undefined); // the worker has called fail(), so the next command throws
  }
}
