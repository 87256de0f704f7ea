import { userError } from '../../core/errors.js';
import type { TaskData } from '../../core/snapshot.js';
import { flagName } from '../options/flag.js';
import type { SampleValues } from '../options/sample.js';
import { labelId } from './read-source.js';

type Key = keyof SampleValues;
interface Given {
  readonly values: SampleValues;
  readonly given: ReadonlySet<string>;
}

/** Flags for continuous text, which no task uses. */
const forTexts: readonly Key[] = [
  'prime',
  'primeFile',
  'primes',
  'hidePrime',
  'bestOf',
  'interactive',
  'stop',
  'clamp',
  'json',
  'heat',
  'exact',
];

/** Flags of some tasks only. */
const onlyFor: Partial<Record<Key, readonly TaskData['name'][]>> = {
  label: ['generate'],
  count: ['generate'],
  score: ['classify'],
  beam: ['translate', 'generate'],
  length: ['translate', 'generate'],
  temp: ['translate', 'generate'],
  topK: ['translate', 'generate'],
  topP: ['translate', 'generate'],
  minP: ['translate', 'generate'],
};

/**
 * Throws usage/* for flags that do not apply to the model of this task. Temperature 0 is what classify and tag use
 * anyway.
 */
export function refuseSampleFlags(task: TaskData, { values, given }: Given, input: string | undefined): void {
  const other = `a model of --task ${task.name}`;
  const isRefused = (key: string) =>
    forTexts.includes(key as Key) || onlyFor[key as Key]?.includes(task.name) === false;
  const refused = [...given].find((key) => isRefused(key) && !(key === 'temp' && values.temp === 0));
  if (refused !== undefined) throw userError('usage/conflict', { flag: `--${flagName(refused)}`, other });
  if (values.label !== undefined && input !== undefined)
    throw userError('usage/conflict', { flag: '--label', other: input });
  if (values.output !== undefined && values.output !== '-' && !/\.(csv|tsv)$/i.test(values.output)) {
    const expected = 'a file that ends in .csv or .tsv, or - for stdout';
    throw userError('usage/value', { flag: '--output', value: values.output, expected });
  }
  if (values.label !== undefined && task.scaling !== null) {
    const expected = `a line of numbers on stdin: this model writes from ${task.from.join(',')}`;
    throw userError('usage/value', { flag: '--label', value: values.label, expected });
  }
  if (values.label !== undefined) labelId(task.source, values.label, '--label');
  if (given.has('count') && values.label === undefined) {
    const expected = '--label too; each line of the input is answered once';
    throw userError('usage/value', { flag: '--count', value: values.count, expected });
  }
}

/** Throws usage/conflict for flags that apply only to the model of a task. */
export function refuseTaskFlags(given: ReadonlySet<string>): void {
  const flag = ['label', 'score', 'output'].find((key) => given.has(key));
  if (flag === undefined) return;
  throw userError('usage/conflict', { flag: `--${flag}`, other: 'a model that was trained on text' });
}
