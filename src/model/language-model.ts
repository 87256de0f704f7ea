import type { Floats, Ids } from '../core/floats.js';
import type { Layer, Pass, State } from '../layers/layer.js';
import { createParams, weightsOf, type Params } from '../core/params.js';
import type { Sequence } from '../core/sequence.js';
import type { ModelConfig, Snapshot, Tensor } from '../core/snapshot.js';
import { buildLayers, ngramsOf, type NetworkSetup } from './build.js';
import { encoderDecoder } from './encoder-decoder.js';
import type { Parts } from './parts.js';
import { modelShapes } from './shapes.js';
import { stack } from './stack.js';
import { withNgrams } from './with-ngrams.js';

/**
 * A recurrent network that predicts the next symbol: symbols [T, B] in, logits [T, B, V] out.
 *
 *     x ─► embedding ─► cell 0 ─► ... ─► cell L−1 ─► decoder ─► logits
 *     └─► n-grams, where the network has them ──────────────────┘
 */
export interface LanguageModel {
  readonly config: ModelConfig;
  readonly params: Params;
  /** The largest window, and the number of rows, it was built for. */
  readonly T: number;
  readonly B: number;
  /** The recurrent layers, bottom to top, with what can be watched in them. */
  readonly layers: Parts['recurrent'];
  /** Those of the source network of an encoder-decoder. */
  readonly sourceLayers?: Parts['recurrent'];
  /** A state of zeros: h_l0, c_l0 (LSTM), h_l1, ... [B, H]. */
  createState(): State;
  /** Room for symbols [T, B], in the model's memory: fill it and pass it to forward. */
  createInput(): Ids;
  /** To be called after every change of the weights. */
  refresh(): void;
  /** x [T, B] -> logits [T, B, V]; see Layer.forward. */
  forward(x: Ids, state: State, pass: Pass): Sequence;
  /** dlogits [T, B, V]: adds to params.gradients; see Layer.backward. */
  backward(dlogits: Sequence, dState: State, pass: Pass): void;
}

/** Where a model lives and what it is for. `params` shares the weights (and gradients) of another model. */
export interface ModelSetup extends Omit<NetworkSetup, 'params'> {
  readonly params?: Params;
}

/**
 * A model with its own zero weights, or those of `setup.params`; fill them, then `refresh()`.
 *
 * @example
 * const model = createModel(config, { ...(await chooseBackend()), T: 50, B: 20, training: true });
 * const logits = model.forward(x, model.createState(), { T: 50 });
 */
export function createModel(config: ModelConfig, setup: ModelSetup): LanguageModel {
  const { memory, T, B, training } = setup;
  const params = setup.params ?? createParams(memory, modelShapes(config), { gradients: training });
  const parts = buildLayers(config, { ...setup, params });
  const cells: Layer<Ids> = stack(parts.first, parts.rest);
  const lookUps = config.ngrams && ngramsOf(config, config.ngrams, { ...setup, params });
  const target = lookUps ? withNgrams(cells, lookUps) : cells;
  const pair = config.sourceVocabulary ? encoderDecoder(config, target, { ...setup, params }) : null;
  const network = pair?.network ?? target;
  return {
    config,
    params,
    T,
    B,
    layers: parts.recurrent,
    ...(pair && { sourceLayers: pair.source }),
    createState() {
      const names = Object.entries(network.stateShape);
      return Object.fromEntries(names.map(([name, size]) => [name, memory.floats(B * size)]));
    },
    createInput: () => memory.ids(T * B),
    refresh: network.refresh,
    forward: network.forward,
    backward: (dlogits, dState, pass) => void network.backward(dlogits, dState, pass),
  };
}

/** The model a checkpoint describes, with its weights, ready to use. */
export function modelFromSnapshot(snapshot: Snapshot, setup: Omit<ModelSetup, 'params'>): LanguageModel {
  const model = createModel(snapshot.model, setup);
  copyWeights(snapshot.weights, model.params);
  model.refresh();
  return model;
}

/**
 * A state for a model of one row to begin from: what the first batch row carried when the snapshot was taken,
 * or zeros where it has none. A network that was trained on one long text has hardly ever seen zeros, and a
 * saturated one may never recover from them.
 */
export function carriedState(snapshot: Snapshot, model: LanguageModel): State {
  const state = model.createState();
  for (const [name, values] of Object.entries(state)) {
    const carried = snapshot.training?.tensors.get(`state.${name}`);
    if (carried) values.set(carried.data.subarray(0, values.length));
  }
  return state;
}

/** Copies tensors into parameters of the same names. Throws a RangeError when one is missing or has another size. */
export function copyWeights(from: ReadonlyMap<string, Tensor>, params: Params): void {
  for (const { name, length } of params.table.values()) {
    const tensor = from.get(name);
    if (tensor === undefined || tensor.data.length !== length)
      throw new RangeError(`tensor ${name} does not fit`);
    weightsOf(params, name).set(tensor.data);
  }
}

/** All parameters as tensors of their own, copied. */
export function copyTensors(params: Params, flat: Floats = params.weights): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const { name, shape, offset, length } of params.table.values()) {
    tensors.set(name, { shape, data: Float32Array.from(flat.subarray(offset, offset + length)) });
  }
  return tensors;
}
