import type { TrainOptions } from '../train/options.js';
import type { Environment } from './config.js';
import { sizesOf } from './own-files.js';

/**
 * What defines a run, and what two of them have in common: the one place that says whether two runs are the same
 * experiment, or were tested on the same data.
 *
 * A run is defined by all options that lead to its weights, by what it reads and how (text, encoding, tokens, minimum
 * count; table, task, columns), and by the weights it began with. It is not by where its files lie, by its backend and
 * threads (equal up to rounding), nor by what it saves and prints.
 */

/** What defines a run: values as JSON by field, such as `model.hidden`, `tokens`, `table.to`. */
export type Fields = ReadonlyMap<string, string>;

/** A field in which two runs differ; undefined where one has none. */
export interface Difference {
  readonly field: string;
  readonly values: readonly [string | undefined, string | undefined];
}

/** The parts of a run's configuration that define it. */
export interface Definition {
  readonly options: TrainOptions;
  readonly environment: Pick<Environment, 'corpus' | 'initial'>;
}

/** Options without effect on the weights: of a plan, the steps and settings that it led to count. */
const FREE = new Set(['saveEvery', 'sampleEvery', 'milestones', 'counts', 'plan']);

/** Options that say when to end. */
export const LIMITS = ['epochs', 'steps', 'minutes', 'patience'] as const satisfies (keyof TrainOptions)[];

/** All fields that define a run. A value that is null or absent is no field: both say "none". */
export function definingFields({ options, environment: { corpus, initial } }: Definition): Fields {
  const settings = Object.entries(options).filter(([key]) => !FREE.has(key));
  return new Map([
    ...leaves(Object.fromEntries(settings)),
    ...leaves(reading(corpus)),
    ...leaves({ 'initial weights': initial?.digest }),
  ]);
}

/** What is read, and how: all of a corpus but where it lies. */
function reading(corpus: Environment['corpus']): object {
  const { digest, files: _, list: __, include: ___, exclude: ____, characters: _____, own, ...how } = corpus;
  return { text: digest, ...how, own: sizesOf(own) };
}

/** `a.b` and its value as JSON, for every value of an object and of those in it. */
function leaves(object: object, prefix = ''): [field: string, value: string][] {
  return Object.entries(object).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    if (value === null || value === undefined) return [];
    if (typeof value === 'object' && !Array.isArray(value)) return leaves(value, `${prefix}${key}.`);
    return [[prefix + key, JSON.stringify(value)]];
  });
}

/** The fields in which two runs differ, but for those of `except` and below: `schedule` stands for `schedule.name` too. */
export function differences(a: Fields, b: Fields, except: readonly string[] = []): Difference[] {
  const isFree = (field: string) => except.some((name) => field === name || field.startsWith(`${name}.`));
  const names = new Set([...a.keys(), ...b.keys()]);
  return [...names]
    .filter((field) => a.get(field) !== b.get(field) && !isFree(field))
    .map((field) => ({ field, values: [a.get(field), b.get(field)] }));
}

/**
 * The fields that --resume has changed, from the options a run began with to those of its newest checkpoint: other runs
 * have not come that way. A raised limit is none, unless the learning rate is scheduled over all steps.
 */
export function changedFields({ options, environment }: Definition, now: TrainOptions): Difference[] {
  const fields = (of: TrainOptions) => definingFields({ options: of, environment });
  return differences(fields(now), fields(options), freeLimits(now));
}

/** The limits that can be raised without another result up to the former one. */
export const freeLimits = ({ schedule }: TrainOptions): readonly (typeof LIMITS)[number][] =>
  schedule.name === 'cosine' ? ['minutes', 'patience'] : LIMITS;

/** Whether two runs are one experiment but for the seed. */
export function sameExperiment(a: Fields, b: Fields): boolean {
  return differences(a, b, ['seed']).length === 0;
}

/** How a task reads its source and learns from it, which does not change what is predicted. */
const OF_SOURCE = ['table.delay', 'table.reverse', 'table.balance'];

/**
 * The fields that decide what a run is validated or tested on, in what units: runs that agree in them have losses of one
 * kind. The seed draws the rows of a table, the lines of a text and the clips; batch rows decide where the parts of a text
 * lie with `--split streams`.
 */
export function heldOutFields({ options, environment }: Definition, part: 'validation' | 'test'): Fields {
  const { corpus } = environment;
  const { images } = options.model;
  const material = images ? 'images' : corpus.table ? 'table' : corpus.lines ? 'lines' : 'text';
  const { validation, test, layout } = options.split;
  const isStreams = material === 'text' && layout === 'streams';
  const read = leaves({ material, ...reading(corpus) }).filter(([field]) => !OF_SOURCE.includes(field));
  const split = { test, layout, ...((part === 'validation' || isStreams) && { validation }) };
  const drawn = material === 'text' ? {} : { seed: options.seed };
  const rows = isStreams ? { seq: options.seq, batch: options.batch } : {};
  return new Map([...read, ...leaves({ split, ...drawn, ...rows })]);
}

/** `tokens "chars", not "bytes"`: differences in words, as in config.json; digests say nothing to a reader. */
export function describeDifference({ field, values: [has, wanted] }: Difference): string {
  if (field === 'text') return 'another version of the corpus';
  if (field === 'initial weights') return 'other initial weights';
  return `${field} ${has ?? 'unset'}, not ${wanted ?? 'unset'}`;
}
