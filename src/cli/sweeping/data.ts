import { tmpdir } from 'node:os';
import { dataRequest } from '../../app/train/data-request.js';
import { trainOptions } from '../../app/train/options.js';
import type { TrainRequest } from '../../app/train/request.js';
import type { ModelConfig } from '../../core/snapshot.js';
import type { Watch } from '../../core/watch.js';
import { materialOf } from '../../material/index.js';
import { createTask } from '../../tasks/index.js';
import type { TrainOptions } from '../../train/options.js';

/** The data of all runs of a grid, read once to know their size. */
export interface GridData {
  /** Characters, or images. */
  readonly symbols: number;
  /** As in config.json. */
  readonly digest: string;
  /** The settings of a run on them. */
  options(request: TrainRequest): TrainOptions;
  /** The network of such a run. */
  model(options: TrainOptions): ModelConfig;
}

/** Reads the data of a request. Throws corpus/*, table/*, clips/*, disk/*. */
export async function readGridData(request: TrainRequest, watch: Watch): Promise<GridData> {
  const asked = dataRequest(request);
  const material = materialOf(asked);
  const options = trainOptions(request, material.name);
  const opened = await material.open(asked, { options, workDirectory: tmpdir(), watch });
  opened.close();
  const { origin, vocabulary, task } = opened;
  const sizes = { vocabulary: vocabulary.size, ...(task && createTask(task).model) };
  return {
    symbols: origin.characters,
    digest: origin.digest,
    options: (given) => opened.complete(trainOptions(given, material.name)),
    model: ({ model }) => ({ ...model, ...sizes }),
  };
}
