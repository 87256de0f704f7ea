import type { TaskData } from '../core/snapshot.js';
import { classify } from './classify.js';
import type { ExampleTask } from './example-task.js';
import { generate } from './generate.js';
import { tag } from './tag.js';
import { cellKinds, isCaptions } from './task-data.js';
import { translate } from './translate.js';

/** The task that a run or a checkpoint describes: the network it needs, and where x, y and mask go. */
export function createTask(data: TaskData): ExampleTask {
  const { source, target, from, delay, reverse } = data;
  const kind = cellKinds(data).source;
  const sizes = { source: kind === 'numbers' ? from.length : source.length, target: target.length };
  switch (data.name) {
    case 'classify':
      return classify(sizes);
    case 'tag':
      return tag(sizes, { delay });
    case 'generate':
      return generate(sizes, { from: isCaptions(data) ? 'image' : kind === 'numbers' ? kind : 'label' });
    case 'translate':
      return translate(sizes, { reverse });
  }
}
