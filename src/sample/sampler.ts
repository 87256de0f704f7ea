import type { Ids } from '../core/floats.js';
import type { Clamp, State } from '../layers/layer.js';
import type { Rng } from '../core/rng.js';
import type { LanguageModel } from '../model/language-model.js';
import { argmax, draw, minP, softmax, topK, topP } from './filters.js';

/** How symbols are drawn. */
export interface SampleOptions {
  /** Symbols read before the first is drawn. When empty, the first one is drawn uniformly. */
  readonly prime: Ids;
  readonly length: number;
  /** Divides the logits; 0 takes the likeliest symbol. */
  readonly temperature: number;
  readonly topK?: number | undefined;
  readonly topP?: number | undefined;
  readonly minP?: number | undefined;
  readonly rng: Rng;
  /** Units held at a value while reading and drawing. */
  readonly clamps?: readonly Clamp[] | undefined;
}

/** A symbol that was drawn, and what the network expected before filters and temperature. */
export interface Draw {
  readonly id: number;
  /** log p of the symbol, in nats. */
  readonly logprob: number;
  /** −Σ p log p of the whole distribution, in nats. */
  readonly entropy: number;
  /** The distribution [V]; overwritten at the next draw. */
  readonly probabilities: Float64Array;
}

/**
 * Draws symbols from a model built for T = 1, B = 1: each one drawn is the next one read. `state` starts as zeros, or
 * as the caller left it, and is carried on.
 */
export function* sample(
  model: LanguageModel,
  options: SampleOptions,
  state: State = model.createState(),
): Generator<Draw, void, void> {
  const { prime, length, rng, clamps } = options;
  const V = model.config.vocabulary;
  const x = model.createInput();
  const pass = { T: 1, clamps };
  const expected = new Float64Array(V).fill(1 / V);
  const narrowed = new Float64Array(V);
  let logits: ArrayLike<number> = new Float64Array(V);

  function read(id: number): void {
    x[0] = id;
    logits = model.forward(x, state, pass).step[0]!;
  }

  for (const id of prime) read(id);
  for (let n = 0; n < length; n++) {
    softmax(logits, 1, expected);
    const id = choose(logits, options, narrowed, rng);
    yield { id, logprob: Math.log(expected[id]!), entropy: entropyOf(expected), probabilities: expected };
    if (n + 1 < length) read(id);
  }
}

function choose(logits: ArrayLike<number>, options: SampleOptions, p: Float64Array, rng: Rng): number {
  if (options.temperature === 0) return argmax(logits);
  softmax(logits, options.temperature, p);
  if (options.topK !== undefined) topK(p, options.topK);
  if (options.topP !== undefined) topP(p, options.topP);
  if (options.minP !== undefined) minP(p, options.minP);
  return draw(p, rng.uniform());
}

function entropyOf(p: Float64Array): number {
  let sum = 0;
  for (let v = 0; v < p.length; v++) if (p[v]! > 0) sum -= p[v]! * Math.log(p[v]!);
  return sum;
}
