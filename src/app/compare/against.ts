import { createRng } from '../../core/rng.js';
import { userError } from '../../core/errors.js';
import type { Watch } from '../../core/watch.js';
import { pairedDifference, type PairedDifference } from '../../eval/paired.js';
import type { Backend } from '../../kernels/index.js';
import type { UnitLosses } from '../../material/evaluation.js';
import { openRunData } from '../../material/run-data.js';
import { openModel } from '../../runs/checkpoint.js';
import { describeDifference, differences, heldOutFields } from '../../runs/experiment.js';
import { readRun, type ReadRun } from './read-run.js';

/** What a comparison with one run gives, by run. */
export interface Against {
  readonly differences: Readonly<Record<string, PairedDifference | null>>;
  /** Why a run has none: what it was tested on is not what the reference was. */
  readonly incomparable: Readonly<Record<string, string>>;
}

/**
 * For each run with weights that was tested on the same text or rows as the run at `against`, read in the same way: the
 * difference of its loss there, paired by blocks of the text, or by rows. Throws usage/value for a run that cannot be
 * read again, and data/* for one whose data have changed or are gone.
 */
export async function compareAgainst(
  against: string,
  runs: readonly ReadRun[],
  how: { readonly backend: Backend; readonly watch: Watch },
): Promise<Against> {
  const reference = runs.find(({ row }) => row.run === against) ?? (await readRun(against));
  const refuse = (expected: string) =>
    userError('usage/value', { flag: '--against', value: against, expected });
  if (reference.config === undefined || reference.row.parameters === null)
    throw refuse('a run directory with a checkpoint');
  const why = whyUnreadable(reference);
  if (why !== undefined) throw refuse(`a run on a text or a table; this one ${why}`);
  const found = new Map<string, PairedDifference | null>();
  const incomparable = new Map<string, string>();
  const { nats, counts } = await testLosses(reference, how);
  for (const run of runs) {
    const { row } = run;
    if (row.run === against || row.parameters === null) continue;
    const why = whyOther(run, reference);
    const other = why === undefined ? await testLosses(run, how) : undefined;
    if (other === undefined) incomparable.set(row.run, why!);
    else if (String(other.counts) !== String(counts))
      incomparable.set(row.run, 'its test part has other predictions');
    else found.set(row.run, pairedDifference(nats, other.nats, counts, createRng(1)));
  }
  return { differences: Object.fromEntries(found), incomparable: Object.fromEntries(incomparable) };
}

/** Why a run's test part cannot be read again and scored piece by piece. */
function whyUnreadable({ config }: ReadRun): string | undefined {
  const { options, environment } = config!;
  const { images, series } = options.model;
  if (images || series) return images ? 'has clips or images' : 'has series';
  return environment.corpus.files.includes('-') ? 'has read standard input' : undefined;
}

function whyOther(run: ReadRun, reference: ReadRun): string | undefined {
  const testOf = ({ config }: ReadRun) => heldOutFields(config!, 'test');
  const [first] = differences(testOf(run), testOf(reference));
  if (first) return describeDifference(first);
  const why = whyUnreadable(run);
  return why && `it ${why}`;
}

const HINT = 'put it back, or compare without --against';

/** The losses of a run's best weights on its own test part. */
async function testLosses(
  { row, config }: ReadRun,
  { backend, watch }: { readonly backend: Backend; readonly watch: Watch },
): Promise<UnitLosses> {
  const { snapshot } = openModel(row.run);
  const run = { path: row.run, config: config!, model: snapshot };
  const opened = await openRunData(run, { changed: 'refuse', hint: HINT, watch });
  try {
    return await opened.testLosses!(snapshot, { backend, options: config!.options, watch });
  } finally {
    opened.close();
  }
}
