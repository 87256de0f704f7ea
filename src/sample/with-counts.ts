import type { Sequence } from '../core/sequence.js';
import type { LanguageModel } from '../model/language-model.js';
import { exponentsAt, mixLogits, type Counts, type Mixture } from '../ngram/mixture.js';
import { createPredictor, type Predictor } from '../ngram/predict.js';
import type { Sampling } from './precision.js';

/** What is mixed with a network. */
export interface Counting {
  readonly predictor: Predictor;
  readonly mixture: Mixture;
}

export function createCounting({ table, mixture }: Counts): Counting {
  return { predictor: createPredictor(table), mixture };
}

/** A network mixed with counts. Its arrays are overwritten by the next pass. */
export interface MixedModel extends LanguageModel {
  /** The network's own logits of the last pass, [T, B, V]. */
  readonly network: () => Sequence;
  /** log P_counts of the last pass, [T, B, V]. */
  readonly logCounts: Float32Array;
  /** [T, B]: log Λ; see ngram/predict.ts. */
  readonly logShares: Float32Array;
  /** The exponents with which a place t·B + b of the last pass was mixed. */
  readonly exponents: (place: number) => { readonly a: number; readonly b: number };
}

/** The symbols that each row has read last, [B, order]: ids + 1, the latest last; 0 before the first. */
const HISTORY = 'history';

/**
 * `model` with the logits of the mixture. To whoever reads and writes with it, it is a model like any other: what the
 * counts need to remember, the last symbols of each row, is one more array of the state.
 */
export function withCounts(model: LanguageModel, { predictor, mixture }: Counting): MixedModel {
  const { T, B } = model;
  const { order, symbols: V } = predictor;
  const logCounts = new Float32Array(T * B * V);
  const logShares = new Float32Array(T * B);
  const data = new Float32Array(T * B * V);
  const step = Array.from({ length: T }, (_, t) => data.subarray(t * B * V, (t + 1) * B * V));
  const rows = Array.from({ length: T * B }, (_, i) => logCounts.subarray(i * V, (i + 1) * V));
  const mixed = Array.from({ length: T * B }, (_, i) => data.subarray(i * V, (i + 1) * V));
  let network: Sequence = { data, step };

  const forward: LanguageModel['forward'] = (x, state, pass) => {
    network = model.forward(x, state, pass);
    const history = state[HISTORY]!;
    for (let i = 0; i < pass.T * B; i++) {
      const from = (i % B) * order;
      history.copyWithin(from, from + 1, from + order);
      history[from + order - 1] = x[i]! + 1;
      logShares[i] = predictor.predict(history, from, rows[i]!);
      const own = network.data.subarray(i * V, (i + 1) * V);
      mixLogits(own, rows[i]!, exponentsAt(mixture, logShares[i]!), mixed[i]!);
    }
    return { data, step };
  };

  return {
    ...model,
    createState: () => ({ ...model.createState(), [HISTORY]: new Float32Array(B * order) }),
    forward,
    network: () => network,
    logCounts,
    logShares,
    exponents: (place) => exponentsAt(mixture, logShares[place]!),
  };
}

/** The same choice of weights, its models mixed with counts. */
export function mixedSampling(sampling: Sampling, counts: Counts): Sampling {
  const counting = createCounting(counts);
  return { ...sampling, createModel: (B, exact) => withCounts(sampling.createModel(B, exact), counting) };
}
