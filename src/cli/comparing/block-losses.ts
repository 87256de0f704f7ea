import { tmpdir } from 'node:os';
import { userError } from '../../core/errors.js';
import type { Watch } from '../../core/watch.js';
import { testTails } from '../../data/splits.js';
import { scoreText } from '../../eval/score-text.js';
import type { Backend } from '../../kernels/index.js';
import { newlineOf } from '../../material/text/lines.js';
import { text, type OpenedText } from '../../material/text/material.js';
import type { Stretch } from '../../model/read-text.js';
import { findModel, readCheckpoint } from '../../runs/checkpoint.js';
import type { IdSource } from '../../text/id-source.js';
import { createVocabulary } from '../../text/vocabulary.js';
import type { TrainOptions } from '../../train/options.js';
import type { ReadRun } from './read-run.js';

/** Σ nats of each block of a text, or of each row, and the predictions in it. */
export interface TestLosses {
  readonly nats: readonly number[];
  readonly counts: readonly number[];
}

/** Characters in a block of the bootstrap, about a long paragraph. */
const BLOCK = 500;

/** Σ nats of each block of the run's own test text under its best weights. Throws compare/changed. */
export async function blockLosses(
  { row, config }: ReadRun,
  { kernels, memory }: Backend,
  watch: Watch,
): Promise<TestLosses> {
  const snapshot = readCheckpoint(findModel(row.run));
  const { options, environment } = config!;
  const { characters: _, digest, list: __, ...request } = environment.corpus;
  const vocabulary = createVocabulary(snapshot.vocabulary);
  const how = { options, vocabulary, workDirectory: tmpdir(), watch, asBefore: true };
  const opened = await text.open(request, how);
  try {
    if (opened.origin.digest !== digest)
      throw userError('compare/changed', { run: row.run, file: request.files.join(', ') });
    const { source, stretches } = testPart(opened, options);
    const pause = watch.pause;
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
  } finally {
    opened.close();
  }
}

interface TestPart {
  readonly source: IdSource;
  /** What is read from a state of zeros, as in training; absent where that is the whole source. */
  readonly stretches?: readonly Stretch[];
}

/** The test part of a text: its end; with `streams` the tails of the batch rows; of lines, each line by itself. */
function testPart({ part, vocabulary, origin }: OpenedText, options: TrainOptions): TestPart {
  if (origin.lines) return linesOf(part('test'), newlineOf(vocabulary)!);
  if (options.split.layout === 'contiguous') return { source: part('test') };
  const source = part('all');
  const tails = testTails(source.length, options);
  return { source, stretches: tails.map(({ from, to }) => ({ begin: from, from, to })) };
}

/** A line reaches from the newline before it to the one at its end, which is predicted too. */
function linesOf(source: IdSource, newline: number): TestPart {
  const ids = new Int32Array(source.length);
  source.read(0, ids);
  const ends = Array.from(ids.keys()).filter((at) => ids[at] === newline);
  return { source, stretches: ends.slice(1).map((to, k) => ({ begin: ends[k]!, from: ends[k]!, to })) };
}
