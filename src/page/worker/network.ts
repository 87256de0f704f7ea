import { createParams, type Params } from '../../core/params.js';
import type { ModelConfig, Snapshot, Tensor } from '../../core/snapshot.js';
import { cellNamed } from '../../layers/cells.js';
import { WINDOW } from '../../inspect/forward/subject.js';
import type { State } from '../../layers/layer.js';
import type { Backend } from '../../kernels/index.js';
import { copyWeights, createModel, type LanguageModel } from '../../model/language-model.js';
import { modelShapes, parametersOf } from '../../model/shapes.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import type { Engine } from '../../train/engine.js';
import { progressFromJson } from '../../train/progress.js';
import type { TrainOptions } from '../../train/options.js';
import { trainOptionsSchema } from '../../train/options-schema.js';
import { once } from '../elements.js';
import type { Network } from '../protocol.js';

/** The network of this worker as the panels use it, on the live weights. */
export interface LiveNetwork {
  readonly config: ModelConfig;
  readonly vocabulary: Vocabulary;
  readonly backend: Backend;
  readonly params: Params;
  /** Models of one symbol at a time on the live weights: the free network, and the one with clamped cells. */
  sampler(clamped: boolean): LanguageModel;
  /** A model with weights of its own that reads a text in large windows. */
  reader(): LanguageModel;
  /** Counts the changes of the weights, so that readers know when to refresh. */
  version: number;
  /** A state to begin from: what the first row of training carries, as in the command line's `sample`. */
  startState(clamped: boolean): State;
}

/** A network from a checkpoint. */
export function fromSnapshot(snapshot: Snapshot, vocabulary: Vocabulary, backend: Backend): LiveNetwork {
  const params = createParams(backend.memory, modelShapes(snapshot.model), { gradients: false });
  copyWeights(snapshot.weights, params);
  const carried = (name: string) => snapshot.training?.tensors.get(`state.${name}`)?.data;
  return live({ config: snapshot.model, vocabulary, backend, params }, carried);
}

/** The network that an engine trains. */
export function fromEngine(
  engine: Engine,
  config: ModelConfig,
  vocabulary: Vocabulary,
  backend: Backend,
): LiveNetwork {
  return live({ config, vocabulary, backend, params: engine.params }, (name) => engine.state[name]);
}

function live(
  { config, vocabulary, backend, params }: Pick<LiveNetwork, 'config' | 'vocabulary' | 'backend' | 'params'>,
  carried: (name: string) => Tensor['data'] | undefined,
): LiveNetwork {
  const setup = { kernels: backend.kernels, memory: backend.memory, training: false };
  // memory is never freed: each is built once, on first use
  const sampler = [false, true].map(() =>
    once(() => {
      const model = createModel(config, { ...setup, T: 1, B: 1, params });
      return { model, state: model.createState() };
    }),
  );
  const reader = once(() => createModel(config, { ...setup, ...WINDOW }));
  return {
    config,
    vocabulary,
    backend,
    params,
    version: 0,
    reader,
    sampler: (clamped) => sampler[+clamped]!().model,
    startState(clamped) {
      const { state } = sampler[+clamped]!();
      for (const [name, values] of Object.entries(state)) {
        const row = carried(name)?.subarray(0, values.length);
        if (row) values.set(row);
        else values.fill(0);
      }
      return state;
    },
  };
}

/** What the page shows of a network. */
export function describeNetwork({ config, vocabulary, backend }: LiveNetwork, snapshot?: Snapshot): Network {
  return {
    config,
    parameters: parametersOf(config),
    tokens: vocabulary.tokens,
    states: cellNamed(config.cell).states,
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
