import { createPlainMemory, type Memory } from '../core/memory.js';
import type { Snapshot } from '../core/snapshot.js';
import type { Kernels } from '../kernels/kernels.js';
import { modelFromSnapshot } from '../model/language-model.js';
import { readText, type Stretch } from '../model/read-text.js';
import type { Counts } from '../ngram/mixture.js';
import { createCounting, withCounts, type MixedModel } from '../sample/with-counts.js';
import type { IdSource } from '../text/id-source.js';
import { planPieces } from './pieces.js';
import { scoreRow, type Score } from './score-row.js';

/** The scores of symbols from ... from + nats.length − 1 of a text. The arrays are reused for the next piece. */
export interface ScoredText {
  readonly from: number;
  readonly nats: Float64Array;
  readonly entropy: Float64Array;
  readonly rank: Uint32Array;
  /** With counts: what the network and the counts assign by themselves, in nats, and the counts' weight b / (a + b). */
  readonly parts?: { readonly [part in Part]: Float64Array };
}

const parts = ['network', 'counts', 'weight'] as const;
export type Part = (typeof parts)[number];

export interface ScoreSetup {
  readonly kernels: Kernels;
  readonly memory?: Memory;
  /** What the network is mixed with. */
  readonly counts?: Counts | undefined;
  /** The most pieces of text that are read at once. Affects the time, not the result. */
  readonly batch?: number;
  /** What is scored, each stretch by itself, in place of the whole text. */
  readonly stretches?: readonly Stretch[] | undefined;
  /** Lengths of a piece and of its warm-up, for tests; see pieces.ts. */
  readonly piece?: number;
  readonly warmUp?: number;
  /** Awaited after every window, with the fraction of the text that is scored; may throw to stop. */
  readonly pause?: (share: number) => Promise<void>;
}

/** Steps of one forward pass. */
const T = 64;

/**
 * The model's score of every symbol of a text but the first, which has no context; in order, a piece at a
 * time. Memory does not grow with the text.
 */
export async function* scoreText(
  snapshot: Snapshot,
  source: IdSource,
  setup: ScoreSetup,
): AsyncGenerator<ScoredText, void, void> {
  const pieces = setup.stretches ?? planPieces(source.length, setup.piece, setup.warmUp);
  const B = evenRows(pieces.length, setup.batch ?? 32);
  const memory = setup.memory ?? createPlainMemory();
  const network = modelFromSnapshot(snapshot, { kernels: setup.kernels, memory, T, B, training: false });
  const mixed = setup.counts && withCounts(network, createCounting(setup.counts));
  const model = mixed ?? network;
  const V = model.config.vocabulary;
  const longest = pieces.reduce((most, { from, to }) => Math.max(most, to - from), 0);
  const rows = Array.from({ length: B }, () => createRow(longest, mixed !== undefined));
  const score: Score = { nats: 0, entropy: 0, rank: 0 };
  let band = 0;
  let scored = 0;
  function* finish(): Generator<ScoredText> {
    for (const [b, { from, to }] of pieces.slice(band, band + B).entries()) {
      yield { from: from + 1, ...cutRow(rows[b]!, to - from) };
    }
  }
  for (const { places, positions, first, logits, next } of readText(model, source, pieces)) {
    if (first !== band) yield* finish();
    band = first;
    for (let i = 0; i < places.length; i++) {
      const place = places[i]!;
      const row = place % B;
      const at = positions[i]! - pieces[first + row]!.from;
      scoreRow(logits.data.subarray(place * V, (place + 1) * V), next[place]!, score);
      rows[row]!.nats[at] = score.nats;
      rows[row]!.entropy[at] = score.entropy;
      rows[row]!.rank[at] = score.rank;
      if (!mixed) continue;
      const own = scoreParts(mixed, place, next[place]!);
      for (const part of parts) rows[row]!.parts![part][at] = own[part];
    }
    scored += places.length;
    await setup.pause?.(scored / source.length);
  }
  yield* finish();
}

/** Rows, at most `limit`, that read all pieces in as few turns as that allows, with as few rows idle in the last. */
function evenRows(pieces: number, limit: number): number {
  const turns = Math.max(1, Math.ceil(pieces / limit));
  return Math.max(1, Math.ceil(pieces / turns));
}

type Row = Omit<ScoredText, 'from'>;

const createRow = (length: number, withParts: boolean): Row => ({
  nats: new Float64Array(length),
  entropy: new Float64Array(length),
  rank: new Uint32Array(length),
  ...(withParts && { parts: eachPart(() => new Float64Array(length)) }),
});

const cutRow = ({ nats, entropy, rank, parts }: Row, length: number): Row => ({
  nats: nats.subarray(0, length),
  entropy: entropy.subarray(0, length),
  rank: rank.subarray(0, length),
  ...(parts && { parts: eachPart((part) => parts[part].subarray(0, length)) }),
});

function eachPart(create: (part: Part) => Float64Array): NonNullable<ScoredText['parts']> {
  return { network: create('network'), counts: create('counts'), weight: create('weight') };
}

/** What is mixed at a place of the window, and the score of each by itself. */
function scoreParts(
  { network, logCounts, exponents, config: { vocabulary: V } }: MixedModel,
  place: number,
  target: number,
): { readonly [part in Part]: number } {
  const own = network().data.subarray(place * V, (place + 1) * V);
  const { a, b } = exponents(place);
  return {
    network: scoreRow(own, target, { nats: 0, entropy: 0, rank: 0 }).nats,
    counts: -logCounts[place * V + target]!,
    weight: b / (a + b),
  };
}
