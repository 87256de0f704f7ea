import type { ModelConfig, TaskData } from '../core/snapshot.js';

/** What a network reads, for messages. */
export type WhatIsRead = 'texts' | 'the rows of a table' | 'clips or images' | 'series';

/** A network, or how one will be built. */
interface Network {
  readonly model: Pick<ModelConfig, 'images' | 'series'>;
  readonly task?: TaskData | undefined;
}

export function whatIsRead({ model, task }: Network): WhatIsRead {
  if (model.series) return 'series';
  if (model.images) return 'clips or images';
  return task ? 'the rows of a table' : 'texts';
}
