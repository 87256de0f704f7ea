import type { Snapshot } from '../core/snapshot.js';
import { materialOf, materialOfModel } from '../material/index.js';
import type { Purpose } from '../material/material.js';
import type { DataFields } from '../material/request.js';

export type { Purpose };

/** What a run that is asked for will learn. Throws usage/value. */
export const purposeOfRequest = (request: DataFields): Purpose => materialOf(request).purpose(request.task);

/** What a model does. */
export const purposeOfModel = (model: Pick<Snapshot, 'model' | 'task'>): Purpose =>
  materialOfModel(model).purpose(model.task?.name ?? taskOfSeries(model.model));

function taskOfSeries({ series }: Snapshot['model']): 'forecast' | 'classify' | undefined {
  return series && (series.targets.length > 0 ? 'forecast' : 'classify');
}
