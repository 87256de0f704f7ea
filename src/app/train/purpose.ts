import { materialOf } from '../../material/index.js';
import { dataRequest } from './data-request.js';
import type { DataFields } from './request.js';

/** What a network does: continues texts, does a task on the rows of a table, labels clips, or describes images. */
export type Purpose = 'text' | 'classify' | 'tag' | 'generate' | 'translate' | 'clips' | 'captions';

/** What a run that is asked for will learn. Throws usage/value. */
export function purposeOfRequest(request: DataFields): Purpose {
  const data = dataRequest(request);
  const task = data.table?.task;
  if (materialOf(data).name === 'images') return task === undefined ? 'clips' : 'captions';
  return task ?? 'text';
}
