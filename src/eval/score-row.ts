import type { Floats } from '../core/floats.js';
import { refuseUnlessFinite } from '../model/finite.js';

/** The score of a prediction. */
export interface Score {
  /** −log p of the symbol that followed, natural logarithm. */
  nats: number;
  /** −Σ p log p, in nats: the uncertainty of the model. */
  entropy: number;
  /** 1 if the symbol that followed was the most probable one, 2 if one other was more probable, ... */
  rank: number;
}

/** Scores the logits of one place, [V], against the symbol that followed, in float64. Fills and returns `score`. */
export function scoreRow(logits: Floats, target: number, score: Score): Score {
  const V = logits.length;
  const own = logits[target]!;
  let max = own;
  for (let v = 0; v < V; v++) max = Math.max(max, logits[v]!);
  let sum = 0;
  let weighted = 0;
  let rank = 1;
  for (let v = 0; v < V; v++) {
    const z = logits[v]! - max;
    const e = Math.exp(z);
    sum += e;
    weighted += e * z;
    if (logits[v]! > own) rank++;
  }
  const logSum = Math.log(sum);
  score.nats = logSum - (own - max);
  score.entropy = logSum - weighted / sum;
  score.rank = rank;
  if (!Number.isFinite(score.nats)) refuseUnlessFinite(logits);
  return score;
}
