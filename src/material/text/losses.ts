import type { Snapshot } from '../../core/snapshot.js';
import { testTails } from '../../data/splits.js';
import { scoreText } from '../../eval/score-text.js';
import type { Stretch } from '../../model/read-text.js';
import type { IdSource } from '../../text/id-source.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import type { TrainOptions } from '../../train/options.js';
import type { UnitLosses } from '../evaluation.js';
import type { TestOptions } from '../material.js';
import { newlineOf } from './lines.js';

/** Characters in a block of the bootstrap, about a long paragraph. */
const BLOCK = 500;

/** A part of a text, and what of it is read from a state of zeros, as in training; all of it where that is absent. */
export interface ReadPart {
  readonly source: IdSource;
  readonly stretches?: readonly Stretch[];
}

/** Σ nats of each block of a part under a model. */
export async function blockLosses(
  snapshot: Snapshot,
  { source, stretches }: ReadPart,
  { backend: { kernels, memory }, watch: { pause } }: TestOptions,
): Promise<UnitLosses> {
  const nats: number[] = [];
  const counts: number[] = [];
  let scored = 0;
  for await (const piece of scoreText(snapshot, source, { kernels, memory, pause, stretches })) {
    for (const value of piece.nats) {
      const block = Math.floor(scored++ / BLOCK);
      nats[block] = (nats[block] ?? 0) + value;
      counts[block] = (counts[block] ?? 0) + 1;
    }
  }
  return { nats, counts };
}

/** Lines, each by itself: from the newline before it to the one at its end, which is predicted too. */
export function eachLine(source: IdSource, vocabulary: Vocabulary): ReadPart {
  const newline = newlineOf(vocabulary);
  const ids = new Int32Array(source.length);
  source.read(0, ids);
  const ends = Array.from(ids.keys()).filter((at) => ids[at] === newline);
  return { source, stretches: ends.slice(1).map((to, k) => ({ begin: ends[k]!, from: ends[k]!, to })) };
}

/** The test parts of the batch rows of a text that is divided row by row (--split streams). */
export function eachTail(source: IdSource, options: TrainOptions): ReadPart {
  const tails = testTails(source.length, options);
  return { source, stretches: tails.map(({ from, to }) => ({ begin: from, from, to })) };
}
