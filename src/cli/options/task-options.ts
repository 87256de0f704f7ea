import { tableTasks } from '../../core/snapshot.js';
import { userError } from '../../core/errors.js';
import type { TableOrigin } from '../../runs/config.js';
import type { TaskName } from '../../tasks/task-data.js';
import { flagName, type Parsed } from './flag.js';
import type { trainCommand } from './train.js';

type Given = Pick<Parsed<(typeof trainCommand)['flags']>, 'values' | 'given'>;

/** Flags of some tasks only. */
const onlyFor: Partial<Record<keyof Given['values'], readonly TaskName[]>> = {
  delay: ['tag'],
  reverse: ['translate'],
  toTokens: ['tag', 'generate', 'translate'],
  from: tableTasks,
  to: tableTasks,
  delimiter: tableTasks,
  maxLength: tableTasks,
  seq: ['language'],
  split: ['language'],
  tokens: ['language'],
  include: ['language'],
  sampleEvery: ['language'],
};

/** How the table is to be read, undefined for a text. Throws usage/* for flags that do not apply to the task. */
export function tableOrigin({ values, given }: Given): TableOrigin | undefined {
  const { task } = values;
  for (const [key, tasks] of Object.entries(onlyFor)) {
    if (!given.has(key) || tasks.includes(task)) continue;
    throw userError('usage/conflict', { flag: `--${flagName(key)}`, other: `--task ${task}` });
  }
  if (values.freeze === 'cnn') {
    throw userError('usage/value', { flag: '--freeze', value: 'cnn', expected: 'rnn, or clips to train on' });
  }
  if (values.freeze !== undefined && values.initFrom === undefined) {
    const expected = 'to be given with --init-from, whose recurrent layers it keeps';
    throw userError('usage/value', { flag: '--freeze', value: values.freeze, expected });
  }
  if (task === 'language') return undefined;
  const from = values.from?.split(',');
  if (from && from.length > 1 && task !== 'generate') {
    const expected = `one column for --task ${task}`;
    throw userError('usage/value', { flag: '--from', value: values.from!, expected });
  }
  const { to, toTokens, delimiter, maxLength, delay, reverse } = values;
  return { task, from, to, toTokens, delimiter: delimiterOf(delimiter), maxLength, delay, reverse };
}

/** One character; `\t` and `tab` are a tab, as shells make it hard to type. */
export function delimiterOf(text: string | undefined): string | undefined {
  if (text === '\\t' || text === 'tab') return '\t';
  if (text === undefined || (text.length === 1 && !/["\r\n]/.test(text))) return text;
  throw userError('usage/value', { flag: '--delimiter', value: text, expected: 'one character' });
}
