import { tmpdir } from 'node:os';
import { trainOptions } from '../../app/train/options.js';
import type { TrainRequest } from '../../app/train/request.js';
import type { ModelConfig } from '../../core/snapshot.js';
import type { Watch } from '../../core/watch.js';
import { materialOf } from '../../material/index.js';
import type { Material } from '../../material/material.js';
import type { CorpusOrigin } from '../../runs/config.js';
import { createTask } from '../../tasks/index.js';
import type { TrainOptions } from '../../train/options.js';

/** What a run of a grid is trained on. */
export interface GridData {
  readonly material: Material;
  /** As in config.json. */
  readonly origin: CorpusOrigin;
  /** The settings of a run on them. */
  options(request: TrainRequest): TrainOptions;
  /** The network of such a run. */
  model(options: TrainOptions): ModelConfig;
}

/**
 * A function that gives the data of a request, which are read once for all requests that read them in the same way.
 * Throws corpus/*, table/*, clips/*, disk/*.
 */
export function gridDataReader(watch: Watch): (request: TrainRequest) => Promise<GridData> {
  const known = new Map<string, GridData>();
  return async (request) => {
    const key = JSON.stringify(materialOf(request).request(request));
    const data = known.get(key) ?? (await readGridData(request, watch));
    known.set(key, data);
    return data;
  };
}

async function readGridData(request: TrainRequest, watch: Watch): Promise<GridData> {
  const material = materialOf(request);
  const options = trainOptions(request, material);
  const opened = await material.open(material.request(request), { options, workDirectory: tmpdir(), watch });
  opened.close();
  const { origin, vocabulary, task } = opened;
  const sizes = { vocabulary: vocabulary.size, ...(task && createTask(task).model) };
  return {
    ...{ material, origin },
    options: (given) => opened.complete(trainOptions(given, material)),
    model: ({ model }) => ({ ...model, ...sizes }),
  };
}
