import { createRng } from '../../core/rng.js';
import { userError } from '../../core/errors.js';
import type { Watch } from '../../core/watch.js';
import { pairedDifference, type PairedDifference } from '../../eval/paired.js';
import { describeDifference, differences, heldOutFields } from '../../runs/experiment.js';
import type { Backend } from '../../kernels/index.js';
import { blockLosses, type TestLosses } from './block-losses.js';
import type { ReadRun } from './read-run.js';
import { rowLosses } from './row-losses.js';

/** What --against gives, by run. */
export interface Against {
  readonly differences: ReadonlyMap<string, PairedDifference | null>;
  /** Why a run has none: what it was tested on is not what the reference was. */
  readonly incomparable: ReadonlyMap<string, string>;
}

/**
 * For each run that was tested on the same text or rows as `reference`, read in the same way: the difference of its loss
 * there, paired by blocks of the text, or by rows. Throws usage/value for a reference that cannot be read again, and
 * compare/changed for files that are no longer those of the runs.
 */
export async function compareAgainst(
  reference: ReadRun,
  runs: readonly ReadRun[],
  backend: Backend,
  watch: Watch,
): Promise<Against> {
  const differences = new Map<string, PairedDifference | null>();
  const incomparable = new Map<string, string>();
  const why = whyUnreadable(reference);
  if (why !== undefined) {
    const expected = `a run on a text or a table; ${why}`;
    throw userError('usage/value', { flag: '--against', value: reference.row.run, expected });
  }
  const base = await testLosses(reference, backend, watch);
  for (const run of runs.filter(({ row }) => row.run !== reference.row.run)) {
    const why = whyOther(run, reference);
    if (why !== undefined) incomparable.set(run.row.run, why);
    else {
      const other = await testLosses(run, backend, watch);
      const { nats, counts } = base;
      if (String(other.counts) !== String(counts))
        incomparable.set(run.row.run, 'its test part has other predictions');
      else differences.set(run.row.run, pairedDifference(nats, other.nats, counts, createRng(1)));
    }
  }
  return { differences, incomparable };
}

/** Why a run's test part cannot be read again and scored piece by piece. */
function whyUnreadable({ config }: ReadRun): string | undefined {
  const { options, environment } = config!;
  if (options.model.images) return 'this one has clips or images';
  return environment.corpus.files.includes('-') ? 'this one has read standard input' : undefined;
}

function whyOther(run: ReadRun, reference: ReadRun): string | undefined {
  const testOf = ({ config }: ReadRun) => heldOutFields(config!, 'test');
  const [first] = differences(testOf(run), testOf(reference));
  return first ? describeDifference(first) : whyUnreadable(run)?.replace('this one', 'it');
}

function testLosses(run: ReadRun, backend: Backend, watch: Watch): Promise<TestLosses> {
  const { table } = run.config!.environment.corpus;
  return table ? rowLosses(run, table, backend, watch.pause) : blockLosses(run, backend, watch);
}
