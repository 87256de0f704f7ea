import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Backend, BackendName } from '../../kernels/index.js';
import type { ModelConfig } from '../../core/snapshot.js';
import type { TrainOptions } from '../../train/options.js';
import type { TrainRun } from '../../train/session.js';
import { fastestLibrary } from '../../train/fastest-library.js';
import { chooseThreads } from '../../train/threads.js';

type Sizes = Pick<ModelConfig, 'vocabulary' | 'outputs'>;

/**
 * Chooses the number of threads that share a batch, once the data are read, the library that multiplies, and the engine
 * for them.
 */
export type ChooseEngine = (
  options: TrainOptions,
  sizes: Sizes,
  backend: Backend,
) => Promise<{
  readonly threads: number;
  readonly backend: Backend;
  readonly engine: Pick<TrainRun, 'createEngine'>;
}>;

/** A typical number of symbols; the number of threads hardly depends on it. */
const USUAL_VOCABULARY = 96;

/**
 * Starts the threads that a run will probably use, so that they load their program and that of `backend` while this one
 * does, and reads the text. Workers are loaded only when there is more than one thread. A run that is resumed keeps its
 * library.
 */
export async function startThreads(
  asked: 'auto' | number,
  backend: 'auto' | BackendName,
  options: TrainOptions,
  library: 'fastest' | 'kept' = 'fastest',
): Promise<ChooseEngine> {
  const expected = countThreads(asked, options, { vocabulary: USUAL_VOCABULARY });
  const loaded: Worker[] = [];
  if (expected > 1) {
    const { loadWorkers } = await import('../../train/replicas.js');
    loaded.push(...loadWorkers(expected - 1, backend));
  }
  return async (options, sizes, available) => {
    const { name, memory } = available;
    const threads = memory.wasm ? countThreads(asked, options, sizes) : 1;
    for (const worker of loaded.splice(threads - 1)) void worker.terminate();
    const config = { ...options.model, ...sizes };
    const rows = Math.ceil(options.batch / threads);
    const backend = library === 'kept' ? available : await fastestLibrary(available, config, rows);
    if (threads === 1) return { threads, backend, engine: {} };
    const { createReplicas } = await import('../../train/replicas.js');
    return { threads, backend, engine: { createEngine: createReplicas(threads, name, loaded) } };
  };
}

function countThreads(
  asked: 'auto' | number,
  options: TrainOptions,
  { vocabulary, outputs = vocabulary }: Sizes,
): number {
  const config = { ...options.model, vocabulary, outputs };
  const wanted = asked === 'auto' ? chooseThreads(config, options, availableParallelism()) : asked;
  return Math.min(wanted, options.batch);
}
