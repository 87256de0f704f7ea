import type { Snapshot } from '../core/snapshot.js';
import { materialOf } from '../material/index.js';
import { dataRequest } from './train/data-request.js';
import type { DataFields } from './train/request.js';

/** What a network does: continues texts, does a task on the rows of a table, labels clips, or describes images. */
export type Purpose = 'text' | 'classify' | 'tag' | 'generate' | 'translate' | 'clips' | 'captions';

/** What a run that is asked for will learn. Throws usage/value. */
export function purposeOfRequest(request: DataFields): Purpose {
  const data = dataRequest(request);
  const task = data.table?.task;
  if (materialOf(data).name === 'images') return task === undefined ? 'clips' : 'captions';
  return task ?? 'text';
}

/** What a model does. */
export function purposeOfModel({ model, task }: Pick<Snapshot, 'model' | 'task'>): Purpose {
  if (model.images !== undefined) return task === undefined ? 'clips' : 'captions';
  return task?.name ?? 'text';
}
