import { mean } from '../../core/numbers.js';
import {
  changedFields,
  definingFields,
  describeDifference,
  LIMITS,
  sameExperiment,
  type Fields,
} from '../../runs/experiment.js';
import type { ReadRun, Row } from './read-run.js';

/** Runs that differ in their seed alone: how their losses spread. */
export interface SeedGroup {
  readonly runs: readonly string[];
  /** How many of them are not finished. */
  readonly unfinished: number;
  readonly validation_loss: Spread | null;
  readonly test_loss: Spread | null;
}

export interface Spread {
  readonly mean: number;
  /** Sample standard deviation. */
  readonly deviation: number;
}

/**
 * The groups of two or more readable runs that are one experiment but for the seed, and a note on each run that looks
 * like a seed of another and is not counted: one that was resumed with other settings, and one whose seed is there.
 */
export function groupBySeed(runs: readonly ReadRun[]): { groups: SeedGroup[]; notes: string[] } {
  const groups: { readonly fields: Fields; readonly members: ReadRun[] }[] = [];
  const notes: string[] = [];
  const known = runs.filter(({ config }) => config !== undefined);
  for (const run of known.filter((run) => changesOf(run).length === 0)) {
    const fields = fieldsOf(run);
    const group = groups.find((other) => sameExperiment(other.fields, fields));
    const same = group?.members.find((other) => seedOf(other) === seedOf(run));
    if (group === undefined) groups.push({ fields, members: [run] });
    else if (same === undefined) group.members.push(run);
    else notes.push(`${run.row.run}: the seed of ${same.row.run} again, counted once`);
  }
  for (const run of known.filter((run) => changesOf(run).length > 0)) {
    const resembles = groups.some(({ fields }) => sameExperiment(fields, fieldsOf(run)));
    if (!resembles) continue;
    const what = changesOf(run).map(describeDifference).join(', ');
    notes.push(`${run.row.run}: resumed with ${what}, so not counted as a seed`);
  }
  return { groups: groups.filter(({ members }) => members.length > 1).map(toGroup), notes };
}

const toGroup = ({ members }: { readonly members: readonly ReadRun[] }): SeedGroup => ({
  runs: members.map(({ row }) => row.run),
  unfinished: members.filter(({ row }) => row.state !== 'finished').length,
  validation_loss: spreadOf(members.map(({ row }) => row.validation_loss)),
  test_loss: spreadOf(members.map(({ row }) => row.test_loss)),
});

const seedOf = ({ config }: ReadRun): number => config!.options.seed;

const changesOf = ({ config, now }: ReadRun) => (now ? changedFields(config!, now) : []);

/** What defines the run, with the limits it was resumed with. */
function fieldsOf({ config, now }: ReadRun): Fields {
  const { options, environment } = config!;
  const limits = Object.fromEntries(LIMITS.map((limit) => [limit, (now ?? options)[limit]]));
  return definingFields({ options: { ...options, ...limits }, environment });
}

function spreadOf(values: readonly Row['test_loss'][]): Spread | null {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const center = mean(known);
  const variance = known.reduce((sum, value) => sum + (value - center) ** 2, 0) / (known.length - 1);
  return { mean: center, deviation: Math.sqrt(variance) };
}
