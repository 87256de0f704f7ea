import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Backend } from '../../kernels/index.js';
import type { TrainOptions } from '../../train/options.js';
import type { TrainRun } from '../../train/session.js';
import { chooseThreads } from '../../train/threads.js';

interface Sizes {
  readonly vocabulary: number;
  readonly outputs?: number | undefined;
}

/** Chooses the number of threads that share a batch, once the sizes of the data are known, and the engine for them. */
export type ChooseEngine = (sizes: Sizes) => Promise<{
  readonly threads: number;
  readonly engine: Pick<TrainRun, 'createEngine'>;
}>;

/** A typical number of symbols; the number of threads hardly depends on it. */
const USUAL_VOCABULARY = 96;

/**
 * Starts the threads that a run will probably use, so that they load while the text is read. Workers are loaded only
 * when there is more than one thread.
 */
export async function startThreads(
  asked: 'auto' | number,
  backend: Backend,
  options: TrainOptions,
): Promise<ChooseEngine> {
  const count = ({ vocabulary, outputs = vocabulary }: Sizes): number => {
    const config = { ...options.model, vocabulary, outputs };
    const wanted = asked === 'auto' ? chooseThreads(config, options, availableParallelism()) : asked;
    return backend.memory.wasm ? Math.min(wanted, options.batch) : 1;
  };
  const expected = count({ vocabulary: USUAL_VOCABULARY });
  const loaded: Worker[] = [];
  if (expected > 1) {
    const { loadWorkers } = await import('../../train/replicas.js');
    loaded.push(...loadWorkers(expected - 1, backend.name));
  }
  return async (sizes) => {
    const threads = count(sizes);
    for (const worker of loaded.splice(threads - 1)) void worker.terminate();
    if (threads === 1) return { threads, engine: {} };
    const { createReplicas } = await import('../../train/replicas.js');
    return { threads, engine: { createEngine: createReplicas(threads, backend.name, loaded) } };
  };
}
