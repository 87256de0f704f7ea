import { logSumExp } from './log-softmax.js';

/** A text found by beam search. */
export interface Hypothesis {
  readonly ids: readonly number[];
  /** Σ log p of its symbols, in nats. */
  readonly logprob: number;
  /** Whether it ended by itself, according to `ends`. */
  readonly ended: boolean;
}

export interface BeamOptions {
  /** K: the beam width. */
  readonly width: number;
  /** The most symbols of a hypothesis. */
  readonly length: number;
  /** Whether a hypothesis is over with its last symbol; without it none ends before `length`. */
  readonly ends?: ((ids: readonly number[]) => boolean) | undefined;
  /** Symbols that no hypothesis has. */
  readonly exclude?: readonly number[] | undefined;
  /**
   * How hypotheses of different lengths compare: by logprob / length^α. 1 is the mean per symbol, 0 favors short ones.
   */
  readonly lengthPower?: number;
}

/**
 * The model of a beam search: advances all live hypotheses by one symbol each. `parents[i]` is the index that
 * hypothesis i had in the last call, `ids[i]` the symbol it now reads; returns, for each i, the log-probabilities or
 * logits [V] of what may follow. The arrays are valid until the next call.
 */
export type BeamStep = (parents: readonly number[], ids: readonly number[]) => readonly ArrayLike<number>[];

/**
 * Beam search (Lowerre 1976; as in Sutskever, Vinyals & Le 2014): from every live hypothesis all symbols are
 * considered, and the K likeliest continuations stay alive. `first` has the log-probabilities or logits of the first
 * symbol. Returns up to K hypotheses, the best first. The search is over when K have ended and no live one can still
 * exceed them.
 */
export function beamSearch(first: ArrayLike<number>, step: BeamStep, options: BeamOptions): Hypothesis[] {
  const { width, length, ends = () => false, lengthPower = 1 } = options;
  const score = ({ ids, logprob }: Hypothesis) => logprob / Math.max(1, ids.length) ** lengthPower;
  const finished: Hypothesis[] = [];
  let live: Hypothesis[] = [{ ids: [], logprob: 0, ended: false }];
  let next: readonly ArrayLike<number>[] = [first];
  for (let n = 0; n < length && live.length > 0; n++) {
    const best = likeliest(live, next, options);
    const grown = best.map(({ parent, id, logprob }) => {
      const ids = [...live[parent]!.ids, id];
      return { parent, hypothesis: { ids, logprob, ended: ends(ids) } };
    });
    finished.push(...grown.filter(({ hypothesis }) => hypothesis.ended).map(({ hypothesis }) => hypothesis));
    const going = grown.filter(({ hypothesis }) => !hypothesis.ended);
    live = going.map(({ hypothesis }) => hypothesis);
    if (settled(finished, live, options, score) || n + 1 === length || live.length === 0) break;
    next = step(
      going.map(({ parent }) => parent),
      live.map(({ ids }) => ids.at(-1)!),
    );
  }
  return [...finished, ...live].sort((a, b) => score(b) - score(a)).slice(0, width);
}

/** Whether no live hypothesis can become better than the K best that have ended: its logprob only falls. */
function settled(
  finished: readonly Hypothesis[],
  live: readonly Hypothesis[],
  { width, length, lengthPower = 1 }: BeamOptions,
  score: (hypothesis: Hypothesis) => number,
): boolean {
  if (finished.length < width) return false;
  const worst = finished.map(score).sort((a, b) => b - a)[width - 1]!;
  return live.every(({ logprob }) => logprob / length ** lengthPower <= worst);
}

interface Continuation {
  readonly parent: number;
  readonly id: number;
  readonly logprob: number;
}

/**
 * The K likeliest continuations of all hypotheses, the likeliest first; of equals the earlier parent and smaller id.
 */
function likeliest(
  live: readonly Hypothesis[],
  next: readonly ArrayLike<number>[],
  { width, exclude = [] }: BeamOptions,
): Continuation[] {
  const best: Continuation[] = [];
  live.forEach((hypothesis, parent) => {
    const logits = next[parent]!;
    const normalizer = logSumExp(logits);
    for (let id = 0; id < logits.length; id++) {
      const logprob = hypothesis.logprob + (logits[id]! - normalizer);
      if (best.length === width && !(logprob > best[width - 1]!.logprob)) continue;
      if (Number.isNaN(logprob) || exclude.includes(id)) continue;
      let at = best.length;
      while (at > 0 && logprob > best[at - 1]!.logprob) at -= 1;
      best.splice(at, 0, { parent, id, logprob });
      if (best.length > width) best.pop();
    }
  });
  return best;
}
