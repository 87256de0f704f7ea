import type { Floats } from '../../core/floats.js';
import { createRng, type Rng } from '../../core/rng.js';
import { shuffle } from '../../core/shuffle.js';
import { initialize, type Initialization } from '../../model/initialize.js';
import { createModel } from '../../model/language-model.js';
import type { Pace } from '../forward/pace.js';
import type { Interval } from '../forward/record.js';
import type { Backend, Subject } from '../forward/subject.js';
import { ranksOf } from './scores.js';

/** All that determines the initial weights of a network. */
export interface FirstWeights {
  readonly seed: number;
  readonly how: Initialization;
}

/** The initialization of networks whose checkpoint has none: U(±1/√H), forget bias 1. */
export const defaultFirstWeights: FirstWeights = {
  seed: 1,
  how: { distribution: 'uniform', scale: null, zeroBiases: false, forgetBias: 1 },
};

/** The first control, the untrained baseline: the same network with the weights it had before training. */
export function untrainedBaseline(subject: Subject, { seed, how }: FirstWeights): Subject {
  const { model, backend } = subject;
  const { kernels, memory } = backend;
  const untrained = createModel(model.config, { kernels, memory, T: model.T, B: model.B, training: false });
  initialize(untrained.params, model.config, how, createRng(seed));
  untrained.refresh();
  return { ...subject, model: untrained };
}

/** Contexts are hashed into tables of at most 2²⁰ places. */
const MOST_PLACES = 20;
/** The prediction of the shorter context counts as this many observations of the longer one. */
export const TRUST = 2;

/**
 * The second control, a predictor that sees only the last k symbols: does a cell remember, or does it echo what has
 * just been read? For each context of 1 ... k symbols it learns the mean of the feature on one part of the text, and
 * predicts on another
 *
 *     p_j = (n_j · mean_j + 2 · p_{j−1}) / (n_j + 2),   p_0 = the mean of all,
 *
 * where n_j is how often the last j symbols occurred in that order.
 */
interface Recent {
  /** A prediction for each position of `part`, from a value for each position of the text. */
  predict(values: Float32Array, part: Interval): Float32Array;
}

/**
 * All symbols that a network reads, −1 between rows; `places`: where that of each position is, if not at the same
 * index.
 */
export interface SymbolsRead {
  readonly symbols: Int32Array;
  readonly places?: Int32Array | undefined;
}

/** Counts the contexts of up to `k` symbols in `learn`. */
export function recentPredictor(read: SymbolsRead, learn: Interval, k: number): Recent {
  const bits = placesFor(learn);
  const counts = Array.from({ length: k }, () => new Float32Array(1 << bits));
  const sums = Array.from({ length: k }, () => new Float32Array(1 << bits));
  const eachContext = contexts(read, k, bits);
  eachContext(learn, (place, j) => counts[j]![place]!++);
  return {
    predict(values, part) {
      let mean = 0;
      for (let i = learn.from; i < learn.to; i++) mean += values[i]! / (learn.to - learn.from);
      for (const sum of sums) sum.fill(0);
      eachContext(learn, (place, j, i) => (sums[j]![place]! += values[i]!));
      const predictions = new Float32Array(part.to - part.from).fill(mean);
      eachContext(part, (place, j, i) => {
        const shorter = predictions[i - part.from]!;
        predictions[i - part.from] = (sums[j]![place]! + TRUST * shorter) / (counts[j]![place]! + TRUST);
      });
      return predictions;
    },
  };
}

/** log₂ of the places of the table in which the contexts of a part are counted. */
export const placesFor = ({ from, to }: Interval): number =>
  Math.min(MOST_PLACES, 5 + Math.ceil(Math.log2(to - from + 1)));

type Visitor = (place: number, j: number, i: number) => void;

/** Visits the contexts of j + 1 = 1 ... k symbols that end at each position of a part, short ones first. */
export function contexts(
  { symbols, places }: SymbolsRead,
  k: number,
  bits: number,
): (part: Interval, visit: Visitor) => void {
  return ({ from, to }, visit) => {
    for (let i = from; i < to; i++) {
      let hash = 0;
      const at = places === undefined ? i : places[i]!;
      for (let j = 0; j < k && at - j >= 0 && symbols[at - j]! >= 0; j++) {
        hash = Math.imul(hash ^ (symbols[at - j]! + 1), 0x9e3779b1);
        hash ^= hash >>> 15;
        visit(Math.imul(hash, 0x85ebca6b) >>> (32 - bits), j, i);
      }
    }
  };
}

/** Blocks of a text at which activations were stored: [blocks·length, cells], and the features' values there. */
interface ShuffledSample {
  readonly blocks: number;
  readonly length: number;
  readonly cells: number;
  readonly activations: Float32Array;
  /** [feature][blocks·length]. */
  readonly values: readonly Float32Array[];
}

/**
 * The third control: how strong would the best of all cells seem if it were unrelated to the text? The blocks of each
 * feature are compared with other blocks of the activations, which keeps the slow drift of both, and the strongest rank
 * correlation over all cells is recorded, for each shuffle. p of a cell is the share of these shuffles whose best
 * reaches it: family-wise over the cells, (1 + #{max ≥ observed}) / (1 + shuffles).
 *
 * A correlation is a sum over blocks, so that one product per block serves all shuffles. Returns [feature][cell].
 */
export async function familyWiseP(
  sample: ShuffledSample,
  shuffles: number,
  rng: Rng,
  { kernels, memory }: Backend,
  pace: Pace,
): Promise<Float64Array[]> {
  const { blocks, length, cells, values } = sample;
  const features = values.length;
  const x = memory.floats(length * cells);
  const y = memory.floats(length * features * blocks);
  const products = memory.floats(cells * features * blocks);
  await arrangeFeatures(sample, y, pace);
  const activations = await standardRanks(sample.activations, cells, pace);
  const orders = [
    identity(blocks),
    ...Array.from({ length: shuffles }, () => shuffle(identity(blocks), rng)),
  ];
  const sums = orders.map(() => new Float32Array(cells * features));
  for (let block = 0; block < blocks; block++) {
    x.set(activations.subarray(block * length * cells, (block + 1) * length * cells));
    kernels.gemm(true, false, cells, features * blocks, length, x, y, 0, products);
    orders.forEach((order, r) => addProducts(sums[r]!, products, order[block]!, blocks));
    await pace.pause(length);
  }
  return values.map((_, feature) => pValues(sums, feature, features, cells));
}

/** y[t][feature][block]: the standardized ranks of the features, ready to be multiplied. */
async function arrangeFeatures(
  { blocks, length, values }: ShuffledSample,
  y: Floats,
  pace: Pace,
): Promise<void> {
  for (const [feature, value] of values.entries()) {
    const ranks = await standardRanks(value, 1, pace);
    for (let block = 0; block < blocks; block++) {
      for (let t = 0; t < length; t++) {
        y[(t * values.length + feature) * blocks + block] = ranks[block * length + t]!;
      }
    }
  }
}

/** sums[cell][feature] += products[cell][feature][block]. */
function addProducts(sums: Float32Array, products: ArrayLike<number>, block: number, blocks: number): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += products[i * blocks + block]!;
}

/** sums[0] is what was observed, the others are shuffles, each [cell][feature]. */
function pValues(
  sums: readonly Float32Array[],
  feature: number,
  features: number,
  cells: number,
): Float64Array {
  const strengths = (sum: Float32Array): Float32Array =>
    Float32Array.from({ length: cells }, (_, cell) => Math.abs(sum[cell * features + feature]!));
  const best = sums.slice(1).map((sum) => strengths(sum).reduce((a, b) => Math.max(a, b), 0));
  return Float64Array.from(
    strengths(sums[0]!),
    (observed) => (1 + best.filter((max) => max >= observed).length) / sums.length,
  );
}

const identity = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

/** Each column of [n, width] replaced by its ranks, with mean 0 and length 1 (0 where constant). */
async function standardRanks(values: Float32Array, width: number, pace: Pace): Promise<Float32Array> {
  const n = values.length / width;
  const out = new Float32Array(values.length);
  const column = new Float32Array(n);
  for (let j = 0; j < width; j++) {
    for (let i = 0; i < n; i++) column[i] = values[i * width + j]!;
    const ranks = ranksOf(column);
    let squares = 0;
    for (const rank of ranks) squares += (rank - (n + 1) / 2) ** 2;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let i = 0; i < n; i++) out[i * width + j] = (ranks[i]! - (n + 1) / 2) * scale;
    await pace.pause();
  }
  return out;
}
