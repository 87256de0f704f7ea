import { tableTasks, type TaskData } from '../core/snapshot.js';

/** What a network learns: the next character of a text, one of the tasks on the rows of a table, the next row of a series. */
export const taskNames = ['language', ...tableTasks, 'forecast'] as const;
export type TaskName = (typeof taskNames)[number];
export type { TaskData } from '../core/snapshot.js';

/** Whether the source is an image, which is in no column of a table. */
export const isCaptions = ({ name, from }: Pick<TaskData, 'name' | 'from'>): boolean =>
  name === 'generate' && from.length === 0;

/** How the cells of source and target become symbols: one for each character or word, or one for all of the cell. */
export function cellKinds(task: Pick<TaskData, 'name' | 'from' | 'toTokens'>): {
  readonly source: 'chars' | 'label' | 'numbers';
  readonly target: 'chars' | 'words' | 'label';
} {
  const { name, from, toTokens } = task;
  if (name === 'classify') return { source: 'chars', target: 'label' };
  if (name !== 'generate') return { source: 'chars', target: toTokens };
  return { source: from.length > 1 ? 'numbers' : 'label', target: toTokens };
}

/** Ids of the target as text: a label, characters side by side, or words with blanks between them. */
export function textOfTarget({ target, toTokens }: TaskData, ids: ArrayLike<number>): string {
  return Array.from(ids, (id) => target[id]!).join(toTokens === 'words' ? ' ' : '');
}
