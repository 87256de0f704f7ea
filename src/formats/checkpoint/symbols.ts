import { userError } from '../../core/errors.js';
import type { ModelConfig, TaskData, VocabularyData } from '../../core/snapshot.js';
import { createTask } from '../../tasks/index.js';
import { cellKinds, isCaptions } from '../../tasks/task-data.js';

/** The inputs and outputs of a model must be the symbols that it was saved with. Throws checkpoint/field. */
export function checkSymbols(
  model: ModelConfig,
  vocabulary: VocabularyData,
  task: TaskData | undefined,
  file: string,
): void {
  const fail = (field: string, why: string) => userError('checkpoint/field', { file, field, why });
  const hasImages = model.images?.network === 'captions';
  if (hasImages !== (task !== undefined && isCaptions(task)))
    throw fail(
      'task',
      hasImages ? 'the model describes images, the task does not' : 'the model has no images',
    );
  if (task === undefined) {
    if (model.sourceVocabulary !== undefined || model.condition !== undefined)
      throw fail('task', 'it is missing');
    const size = vocabulary.tokens === 'bytes' ? 256 : vocabulary.symbols.length;
    if (model.vocabulary === size) return;
    throw fail('vocabulary', `it has ${size} symbols, the model ${model.vocabulary}`);
  }
  if (task.scaling !== null && cellKinds(task).source !== 'numbers')
    throw fail('task', 'it scales numbers, and its source is text');
  const needed = createTask(task).model;
  for (const name of ['vocabulary', 'outputs', 'sourceVocabulary', 'condition'] as const) {
    if (model[name] === needed[name]) continue;
    throw fail('task', `it needs ${needed[name] ?? 'no'} ${name}, the model has ${model[name] ?? 'none'}`);
  }
}
