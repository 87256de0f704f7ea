import type { TaskData } from '../core/snapshot.js';

/** Ids of the target as text: a label, characters side by side, or words with blanks between them. */
export function textOfTarget({ target, toTokens }: TaskData, ids: ArrayLike<number>): string {
  return Array.from(ids, (id) => target[id]!).join(toTokens === 'words' ? ' ' : '');
}
