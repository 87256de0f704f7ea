import type { Rng } from '../core/rng.js';
import { refuseUnlessFinite } from '../model/finite.js';
import { argmax } from '../core/numbers.js';
import { draw, minP, softmax, topK, topP } from './filters.js';
import type { History, Repetition } from './repetition.js';

/** How a symbol is chosen from the network's distribution. */
export interface Choice extends Repetition {
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
  /** No sequence of so many symbols twice in a text; 0: any. */
  readonly noRepeatNgram?: number | undefined;
  /** What divides the logits of the last 64 symbols; 1: nothing. */
  readonly repetitionPenalty?: number | undefined;
}

export function choiceOf(fields: ChoiceFields): Choice {
  const { temp = 1, topK = 0, topP = 1, minP = 0, noRepeatNgram = 0, repetitionPenalty = 1 } = fields;
  return {
    temperature: temp,
    topK: topK || undefined,
    topP: topP < 1 ? topP : undefined,
    minP: minP || undefined,
    noRepeatNgram: noRepeatNgram || undefined,
    repetitionPenalty: repetitionPenalty === 1 ? undefined : repetitionPenalty,
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

/** A function that draws a symbol from logits [V], after the symbols of a history where these matter. */
export type Chooser = (logits: ArrayLike<number>, rng: Rng, history?: History) => Draw;

/** A chooser has its own working space and belongs to one sampler. */
export function createChooser(V: number, choice: Choice): Chooser {
  const { temperature, exclude = [] } = choice;
  const expected = new Float64Array(V);
  const narrowed = new Float64Array(V);
  const allowed = new Float64Array(V);
  const isFiltered = choice.topK !== undefined || choice.topP !== undefined || choice.minP !== undefined;

  /** The logits of what may be drawn: all of them where nothing would be left. */
  function restrict(logits: ArrayLike<number>, history: History | undefined): ArrayLike<number> {
    if (history === undefined && exclude.length === 0) return logits;
    allowed.set(logits);
    history?.apply(allowed);
    for (const id of exclude) allowed[id] = -Infinity;
    if (allowed.some((logit) => logit > -Infinity)) return allowed;
    return history === undefined ? logits : restrict(logits, undefined);
  }

  function choose(all: ArrayLike<number>, rng: Rng, history: History | undefined): number {
    const logits = restrict(all, history);
    if (temperature === 0) return argmax(logits);
    if (temperature === 1 && !isFiltered && logits === all) return draw(expected, rng.uniform());
    softmax(logits, temperature, narrowed);
    if (choice.topK !== undefined) topK(narrowed, choice.topK);
    if (choice.topP !== undefined) topP(narrowed, choice.topP);
    if (choice.minP !== undefined) minP(narrowed, choice.minP);
    return draw(narrowed, rng.uniform());
  }

  return (logits, rng, history) => {
    softmax(logits, 1, expected);
    if (Number.isNaN(expected[0])) refuseUnlessFinite(logits);
    const id = choose(logits, rng, history);
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
