import { createRng } from '../../core/rng.js';
import { pairedDifference, type PairedDifference } from '../../eval/paired.js';
import { scoreText } from '../../eval/score-text.js';
import { findModel, readCheckpoint } from '../../runs/checkpoint.js';
import { openCorpus } from '../../material/text/corpus.js';
import type { RunConfig } from '../../runs/config.js';
import { sliceSource, type IdSource } from '../../text/id-source.js';
import { createVocabulary } from '../../text/vocabulary.js';
import type { Backend } from '../../kernels/index.js';
import { splitPoints } from '../../data/splits.js';
import type { ReadRun } from './read-run.js';
import { rowLosses } from './row-losses.js';

/** Characters in a block of the bootstrap, about a long paragraph. */
const BLOCK = 500;

/**
 * For each run that was tested on the same text or rows as `reference`: the difference of its loss there, paired by blocks
 * of the text, or by rows.
 */
export async function compareAgainst(
  reference: ReadRun,
  runs: readonly ReadRun[],
  backend: Backend,
  pause: () => Promise<void>,
): Promise<Map<string, PairedDifference | null>> {
  const differences = new Map<string, PairedDifference | null>();
  const base = await testLosses(reference, backend, pause);
  for (const run of runs) {
    if (run === reference || run.config === undefined || !sameTest(run.config, reference.config!)) continue;
    const other = await testLosses(run, backend, pause);
    differences.set(run.row.run, pairedDifference(base.nats, other.nats, base.counts, createRng(1)));
  }
  return differences;
}

/** Whether two runs have the same test text, or rows: the same corpus, split in the same way. */
export function sameTest(a: RunConfig, b: RunConfig): boolean {
  const [x, y] = [a, b].map(({ options, environment }) => [
    environment.corpus.digest,
    options.split.test,
    options.split.layout,
    ...rowsOf(environment.corpus, options.seed),
  ]);
  return String(x) === String(y);
}

/** What decides which rows of a table a run was tested on, and what was asked of them; the seed draws the split. */
function rowsOf({ table }: RunConfig['environment']['corpus'], seed: number): unknown[] {
  return table ? [table.task, table.from, table.to, table.toTokens, seed] : [];
}

type TestLosses = { readonly nats: number[]; readonly counts: number[] };

function testLosses(run: ReadRun, backend: Backend, pause: () => Promise<void>): Promise<TestLosses> {
  const { table } = run.config!.environment.corpus;
  return table ? rowLosses(run, table, backend, pause) : blockLosses(run, backend, pause);
}

/** Σ nats of each block of the run's own test text under its best weights. */
async function blockLosses(
  { row, config }: ReadRun,
  backend: Backend,
  pause: () => Promise<void>,
): Promise<TestLosses> {
  const snapshot = readCheckpoint(findModel(row.run));
  const { files, ...reading } = config!.environment.corpus;
  const vocabulary = createVocabulary(snapshot.vocabulary);
  const corpus = await openCorpus(files, { ...reading, vocabulary, asBefore: true });
  try {
    const at = splitPoints(corpus.source.length, config!.options.split);
    const test: IdSource = sliceSource(corpus.source, at.test, at.end);
    const nats: number[] = [];
    const counts: number[] = [];
    for await (const scored of scoreText(snapshot, test, {
      kernels: backend.kernels,
      memory: backend.memory,
      pause,
    })) {
      scored.nats.forEach((value, i) => {
        const block = Math.floor((scored.from - 1 + i) / BLOCK);
        nats[block] = (nats[block] ?? 0) + value;
        counts[block] = (counts[block] ?? 0) + 1;
      });
    }
    return { nats, counts };
  } finally {
    corpus.close();
  }
}
