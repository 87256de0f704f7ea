import type { Ids } from '../core/floats.js';
import type { Clamp, State } from '../layers/layer.js';
import type { Rng } from '../core/rng.js';
import type { LanguageModel } from '../model/language-model.js';
import { createChooser, type Choice, type Draw } from './choice.js';
import { createHistory } from './repetition.js';

/** How symbols are drawn. */
export interface SampleOptions extends Choice {
  /** Symbols read before the first is drawn. When empty, the first one is drawn uniformly. */
  readonly prime: Ids;
  readonly length: number;
  readonly rng: Rng;
  /** Units clamped while reading and drawing. */
  readonly clamps?: readonly Clamp[] | undefined;
}

/**
 * Draws symbols from a model built for T = 1, B = 1: each one drawn is the next one read. `state` starts as zeros, or
 * as the caller left it, and is carried on. rows.ts draws several texts at once, each the same as here.
 *
 * @example
 * const options = { prime: encode('Call me', vocabulary), length: 100, temperature: 0.7, rng: createRng(1) };
 * for (const { id, logprob } of sample(model, options)) console.log(vocabulary.symbols[id], logprob);
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
  const choose = createChooser(V, options);
  const history = createHistory(options);
  let logits: ArrayLike<number> = new Float64Array(V);

  function read(id: number): void {
    x[0] = id;
    history?.add(id);
    logits = model.forward(x, state, pass).step[0]!;
  }

  for (const id of prime) read(id);
  for (let n = 0; n < length; n++) {
    const drawn = choose(logits, rng, history);
    yield drawn;
    if (n + 1 < length) read(drawn.id);
  }
}
