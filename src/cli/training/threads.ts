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

/**
 * Chooses the number of threads that share a batch, once the sizes of the data are known, and the engine for them;
 * `options` where they are no longer those that were expected.
 */
export type ChooseEngine = (
  sizes: Sizes,
  backend: Backend,
  options?: TrainOptions,
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
  const count = ({ vocabulary, outputs = vocabulary }: Sizes, options: TrainOptions): number => {
    const config = { ...options.model, vocabulary, outputs };
    const wanted = asked === 'auto' ? chooseThreads(config, options, availableParallelism()) : asked;
    return Math.min(wanted, options.batch);
  };
  const expected = count({ vocabulary: USUAL_VOCABULARY }, options);
  const loaded: Worker[] = [];
  if (expected > 1) {
    const { loadWorkers } = await import('../../train/replicas.js');
    loaded.push(...loadWorkers(expected - 1, backend));
  }
  return async (sizes, { name, memory }, final = options) => {
    const threads = memory.wasm ? count(sizes, final) : 1;
    for (const worker of loaded.splice(threads - 1)) void worker.terminate();
    if (threads === 1) return { threads, engine: {} };
    const { createReplicas } = await import('../../train/replicas.js');
    return { threads, engine: { createEngine: createReplicas(threads, name, loaded) } };
  };
}
