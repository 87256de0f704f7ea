import type { Rng } from '../core/rng.js';
import { refuseUnlessFinite } from '../model/finite.js';
import { argmax } from '../core/numbers.js';
import { draw, exclude, minP, softmax, topK, topP } from './filters.js';

/** How a symbol is chosen from the network's distribution. */
export interface Choice {
  /** Divides the logits; 0 takes the likeliest symbol. */
  readonly temperature: number;
  readonly topK?: number | undefined;
  readonly topP?: number | undefined;
  readonly minP?: number | undefined;
  /** Symbols that are never drawn. */
  readonly exclude?: readonly number[] | undefined;
}

/** How a symbol is chosen: fields named like the flags. Without one of them the distribution is left as it is. */
export interface ChoiceFields {
  /** Divides the logits; 0 takes the likeliest symbol. */
  readonly temp?: number | undefined;
  /** Draws among the K likeliest; 0: all. */
  readonly topK?: number | undefined;
  /** Draws among the likeliest that together have this probability; 1: all. */
  readonly topP?: number | undefined;
  /** Draws among those at least this fraction as likely as the likeliest; 0: all. */
  readonly minP?: number | undefined;
}

export function choiceOf({ temp = 1, topK = 0, topP = 1, minP = 0 }: ChoiceFields): Choice {
  return {
    temperature: temp,
    topK: topK || undefined,
    topP: topP < 1 ? topP : undefined,
    minP: minP || undefined,
  };
}

/** A symbol that was drawn, and the network's distribution before filters and temperature. */
export interface Draw {
  readonly id: number;
  /** log p of the symbol, in nats. */
  readonly logprob: number;
  /** −Σ p log p of the whole distribution, in nats. Computed when it is read, before the next draw. */
  readonly entropy: number;
  /** The distribution [V]; overwritten at the next draw. */
  readonly probabilities: Float64Array;
}

/** A function that draws a symbol from logits [V]; it has its own working space and belongs to one sampler. */
export function createChooser(V: number, choice: Choice): (logits: ArrayLike<number>, rng: Rng) => Draw {
  const { temperature } = choice;
  const expected = new Float64Array(V);
  const narrowed = new Float64Array(V);
  const { exclude: excluded = [] } = choice;
  const filtered =
    choice.topK !== undefined ||
    choice.topP !== undefined ||
    choice.minP !== undefined ||
    excluded.length > 0;

  function choose(logits: ArrayLike<number>, rng: Rng): number {
    if (temperature === 0 && excluded.length === 0) return argmax(logits);
    if (temperature === 1 && !filtered) return draw(expected, rng.uniform());
    softmax(logits, temperature || 1, narrowed);
    exclude(narrowed, excluded);
    if (temperature === 0) return argmax(narrowed);
    if (choice.topK !== undefined) topK(narrowed, choice.topK);
    if (choice.topP !== undefined) topP(narrowed, choice.topP);
    if (choice.minP !== undefined) minP(narrowed, choice.minP);
    return draw(narrowed, rng.uniform());
  }

  return (logits, rng) => {
    softmax(logits, 1, expected);
    if (Number.isNaN(expected[0])) refuseUnlessFinite(logits);
    const id = choose(logits, rng);
    return {
      id,
      logprob: Math.log(expected[id]!),
      get entropy() {
        return entropyOf(expected);
      },
      probabilities: expected,
    };
  };
}

function entropyOf(p: Float64Array): number {
  let sum = 0;
  for (let v = 0; v < p.length; v++) if (p[v]! > 0) sum -= p[v]! * Math.log(p[v]!);
  return sum;
}
