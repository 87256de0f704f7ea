import { availableParallelism } from 'node:os';
import type { Backend } from '../../kernels/index.js';
import type { TrainOptions } from '../../train/options.js';
import type { TrainRun } from '../../train/session.js';
import { chooseThreads } from '../../train/threads.js';

/** How many threads share a batch, and the engine for them; workers are loaded only when there is more than one. */
export async function chooseEngine(
  asked: 'auto' | number,
  backend: Backend,
  options: TrainOptions,
  sizes: { readonly vocabulary: number; readonly outputs?: number | undefined },
): Promise<{ readonly threads: number; readonly engine: Pick<TrainRun, 'createEngine'> }> {
  const { vocabulary, outputs = vocabulary } = sizes;
  const config = { ...options.model, vocabulary, outputs };
  const wanted = asked === 'auto' ? chooseThreads(config, options, availableParallelism()) : asked;
  const threads = backend.memory.wasm ? Math.min(wanted, options.batch) : 1;
  if (threads === 1) return { threads, engine: {} };
  const { createReplicas } = await import('../../train/replicas.js');
  return { threads, engine: { createEngine: createReplicas(threads, backend.name) } };
}
