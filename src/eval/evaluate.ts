import { createRng } from '../core/rng.js';
import type { Snapshot } from '../core/snapshot.js';
import type { IdSource } from '../text/id-source.js';
import { bootstrapInterval, createBlockSums } from './bootstrap.js';
import { scoreText, type ScoredText, type ScoreSetup } from './score-text.js';

/** How well a model predicts a text. */
export interface Evaluation {
  /** Symbols predicted: all but the first. */
  readonly characters: number;
  /** Mean nats per character. */
  readonly loss: number;
  readonly bitsPerCharacter: number;
  /** e^loss: the number of equally probable symbols with the same uncertainty. */
  readonly perplexity: number;
  /** The 95 % interval of the loss; null for a text that is too short. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** Characters in a block of the bootstrap, about a long paragraph. A short text is cut into twenty shorter blocks. */
const BLOCK = 500;

/** Scores a whole text. `each` receives the scores in order, and is awaited. */
export async function evaluate(
  snapshot: Snapshot,
  source: IdSource,
  setup: ScoreSetup & {
    readonly seed?: number;
    readonly each?: (scored: ScoredText) => void | Promise<void>;
  },
): Promise<Evaluation> {
  const block = Math.max(1, Math.min(BLOCK, Math.floor((source.length - 1) / 20)));
  const sums = createBlockSums(block);
  for await (const scored of scoreText(snapshot, source, setup)) {
    sums.add(scored.nats);
    await setup.each?.(scored);
  }
  const loss = sums.total / sums.count;
  return {
    characters: sums.count,
    loss,
    bitsPerCharacter: loss / Math.LN2,
    perplexity: Math.exp(loss),
    interval: bootstrapInterval(sums, createRng(setup.seed ?? 1)),
  };
}
