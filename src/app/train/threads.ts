import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Backend, BackendName } from '../../kernels/index.js';
import type { TrainOptions } from '../../train/options.js';
import type { TrainRun } from '../../train/session.js';
import { chooseThreads } from '../../train/threads.js';

interface Sizes {
  readonly vocabulary: number;
  readonly outputs?: number | undefined;
}

/** Chooses the number of threads that share a batch, once the data are read, and the engine for them. */
export type ChooseEngine = (
  options: TrainOptions,
  sizes: Sizes,
  backend: Backend,
) => Promise<{
  readonly threads: number;
  readonly engine: Pick<TrainRun, 'createEngine'>;
}>;

/** A typical number of symbols; the number of threads hardly depends on it. */
const USUAL_VOCABULARY = 96;

/**
 * Starts the threads that a run will probably use, so that they load their program and that of `backend` while this one
 * does, and reads the text. Workers are loaded only when there is more than one thread.
 */
export async function startThreads(
  asked: 'auto' | number,
  backend: 'auto' | BackendName,
  options: TrainOptions,
): Promise<ChooseEngine> {
  const expected = countThreads(asked, options, { vocabulary: USUAL_VOCABULARY });
  const loaded: Worker[] = [];
  if (expected > 1) {
    const { loadWorkers } = await import('../../train/replicas.js');
    loaded.push(...loadWorkers(expected - 1, backend));
  }
  return async (options, sizes, { name, memory }) => {
    const threads = memory.wasm ? countThreads(asked, options, sizes) : 1;
    for (const worker of loaded.splice(threads - 1)) void worker.terminate();
    if (threads === 1) return { threads, engine: {} };
    const { createReplicas } = await import('../../train/replicas.js');
    return { threads, engine: { createEngine: createReplicas(threads, name, loaded) } };
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
