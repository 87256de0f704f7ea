import { createRng } from '../core/rng.js';
import type { Snapshot } from '../core/snapshot.js';
import type { IdSource } from '../text/id-source.js';
import { bootstrapInterval, createBlockSums } from './bootstrap.js';
import { scoreText, type Part, type ScoredText, type ScoreSetup } from './score-text.js';

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
  /** With counts: the loss of the network alone, that of the counts alone, and the mean weight of the counts. */
  readonly network?: number;
  readonly counts?: number;
  readonly weight?: number;
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
  const parts = { network: 0, counts: 0, weight: 0 };
  for await (const scored of scoreText(snapshot, source, setup)) {
    sums.add(scored.nats);
    if (scored.parts) addParts(scored.parts, parts);
    await setup.each?.(scored);
  }
  const loss = sums.total / sums.count;
  return {
    characters: sums.count,
    loss,
    bitsPerCharacter: loss / Math.LN2,
    perplexity: Math.exp(loss),
    interval: bootstrapInterval(sums, createRng(setup.seed ?? 1)),
    ...(setup.counts && {
      network: parts.network / sums.count,
      counts: parts.counts / sums.count,
      weight: parts.weight / sums.count,
    }),
  };
}

function addParts(scored: NonNullable<ScoredText['parts']>, sums: Record<Part, number>): void {
  for (const part of ['network', 'counts', 'weight'] as const) {
    for (let i = 0; i < scored[part].length; i++) sums[part] += scored[part][i]!;
  }
}
