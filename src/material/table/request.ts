import { userError } from '../../core/errors.js';
import type { TableOrigin } from '../../runs/config.js';
import type { TaskData } from '../../core/snapshot.js';
import { cellKinds } from '../../tasks/task-data.js';
import type { DataFields } from '../request.js';

/** Rows with more symbols are left out by default. */
const MAX_LENGTH = 1000;

/** How a table is read for a task, with the default of every field that is not given. Throws usage/value. */
export function tableOrigin(fields: Omit<DataFields, 'files'>, task: TaskData['name']): TableOrigin {
  const { from, to, toTokens = 'chars', maxLength = MAX_LENGTH, delay = 0, reverse = false } = fields;
  if (from && from.length > 1 && task === 'tag') {
    const expected = 'one column for --task tag';
    throw userError('usage/value', { flag: '--from', value: from.join(','), expected });
  }
  const given = {
    ...(fields.noHeader && { header: false }),
    ...(fields.truncate && { truncate: true }),
    ...(fields.stratify && { stratify: true }),
    ...(fields.balance && { balance: true }),
  };
  const columns = { from, to, delimiter: delimiterOf(fields.delimiter) };
  return { task, ...columns, ...given, toTokens, maxLength, delay, reverse };
}

/** One character; `\t` and `tab` are a tab, as shells make it hard to type. Throws usage/value. */
export function delimiterOf(text: string | undefined): string | undefined {
  if (text === '\\t' || text === 'tab') return '\t';
  if (text === undefined || (text.length === 1 && !/["\r\n]/.test(text))) return text;
  throw userError('usage/value', { flag: '--delimiter', value: text, expected: 'one character' });
}

/** How the cells of a table are read for a task. */
export function kindsOf({ task, from, toTokens }: Pick<TableOrigin, 'task' | 'from' | 'toTokens'>) {
  return { ...cellKinds({ name: task, from: from ?? [], toTokens }), aligned: task === 'tag' };
}
