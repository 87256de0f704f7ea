import { countParams, layoutParams, type Params } from '../../core/params.js';
import type { ModelConfig, Snapshot } from '../../core/snapshot.js';
import type { State } from '../../layers/layer.js';
import type { Backend } from '../../kernels/index.js';
import {
  createModel,
  modelFromSnapshot,
  carriedState,
  type LanguageModel,
} from '../../model/language-model.js';
import { modelShapes } from '../../model/shapes.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import type { Engine } from '../../train/engine.js';
import { progressFromJson } from '../../train/progress.js';
import type { TrainOptions } from '../../train/options.js';
import { trainOptionsSchema } from '../../train/options-schema.js';
import type { Network } from '../protocol.js';

/** The network of this worker as the panels use it: whatever trains it, its weights are these. */
export interface LiveNetwork {
  readonly config: ModelConfig;
  readonly vocabulary: Vocabulary;
  readonly backend: Backend;
  /** Built for one symbol at a time, on the live weights. */
  readonly sampler: LanguageModel;
  /** Counts the changes of the weights, so that whoever reads them in between knows to refresh. */
  version: number;
  /** The state to begin from: what the first row of training carries, as in the command line's `sample`. */
  startState(): State;
}

/** A network from a checkpoint. */
export function fromSnapshot(snapshot: Snapshot, vocabulary: Vocabulary, backend: Backend): LiveNetwork {
  const setup = { kernels: backend.kernels, memory: backend.memory, T: 1, B: 1, training: false };
  const sampler = modelFromSnapshot(snapshot, setup);
  const startState = (): State => carriedState(snapshot, sampler);
  return { config: snapshot.model, vocabulary, backend, sampler, version: 0, startState };
}

/** The network that an engine trains. */
export function fromEngine(
  engine: Engine,
  config: ModelConfig,
  vocabulary: Vocabulary,
  backend: Backend,
): LiveNetwork {
  const params: Params = engine.params;
  const { kernels, memory } = backend;
  const sampler = createModel(config, { kernels, memory, T: 1, B: 1, training: false, params });
  const state = sampler.createState();
  function startState(): State {
    for (const [name, values] of Object.entries(state))
      values.set(engine.state[name]!.subarray(0, values.length));
    return state;
  }
  return { config, vocabulary, backend, sampler, version: 0, startState };
}

/** What the page is told of a network. */
export function describeNetwork({ config, vocabulary, backend }: LiveNetwork, snapshot?: Snapshot): Network {
  return {
    config,
    parameters: countParams(layoutParams(modelShapes(config))),
    tokens: vocabulary.tokens,
    backend: backend.name,
    why: backend.why,
    trained: trainedOf(snapshot),
  };
}

function trainedOf(snapshot?: Snapshot): Network['trained'] {
  const { training } = snapshot ?? {};
  if (training === undefined) return null;
  const options = trainOptionsSchema.safeParse(training.options);
  if (!options.success) return null;
  // as they were saved, and in that order, so that the next checkpoint has the same bytes
  const saved = training.options as unknown as TrainOptions;
  const isCurrent = 'initialization' in saved;
  return {
    step: progressFromJson(training.progress).step,
    options: isCurrent ? saved : options.data,
  };
}
