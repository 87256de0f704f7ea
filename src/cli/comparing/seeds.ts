import { mean } from '../../core/mean.js';
import { isDeepStrictEqual } from 'node:util';
import type { ReadRun, Row } from './read-run.js';

/** Runs that differ in their seed alone: how their losses spread. */
export interface SeedGroup {
  readonly runs: readonly string[];
  readonly validation_loss: Spread | null;
  readonly test_loss: Spread | null;
}

export interface Spread {
  readonly mean: number;
  /** Sample standard deviation. */
  readonly deviation: number;
}

/** The groups of two or more readable runs with the same settings and the same text, whatever their seed. */
export function groupBySeed(runs: readonly ReadRun[]): SeedGroup[] {
  const groups: ReadRun[][] = [];
  for (const run of runs) {
    if (run.config === undefined) continue;
    const group = groups.find(([first]) => isDeepStrictEqual(settingsOf(first!), settingsOf(run)));
    if (group) group.push(run);
    else groups.push([run]);
  }
  return groups
    .filter((group) => group.length > 1)
    .map((group) => ({
      runs: group.map(({ row }) => row.run),
      validation_loss: spreadOf(group.map(({ row }) => row.validation_loss)),
      test_loss: spreadOf(group.map(({ row }) => row.test_loss)),
    }));
}

function settingsOf({ config }: ReadRun): object {
  const { seed: _seed, ...options } = config!.options;
  return { options, corpus: config!.environment.corpus.digest };
}

function spreadOf(values: readonly Row['test_loss'][]): Spread | null {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const center = mean(known);
  const variance = known.reduce((sum, value) => sum + (value - center) ** 2, 0) / (known.length - 1);
  return { mean: center, deviation: Math.sqrt(variance) };
}
