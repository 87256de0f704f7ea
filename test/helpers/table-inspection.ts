import { createPlainMemory } from '../../src/core/memory.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { answerFeatures } from '../../src/inspect/features/answers.js';
import { library } from '../../src/inspect/features/index.js';
import { unwatched } from '../../src/inspect/forward/pace.js';
import { longestWindow, shuffleRows } from '../../src/inspect/forward/table.js';
import { textOfTable } from '../../src/inspect/forward/text.js';
import { defaultFirstWeights } from '../../src/inspect/search/controls.js';
import { createInspection, type Inspection, type Question } from '../../src/inspect/views/view.js';
import { js } from '../../src/kernels/js/index.js';
import { modelFromSnapshot } from '../../src/model/language-model.js';
import { createTask } from '../../src/tasks/index.js';
import { createVocabulary } from '../../src/text/vocabulary.js';
import type { TableRow } from './task-rows.js';

/** An inspection of the model of a task on rows of a table. */
export function tableInspection(
  snapshot: Snapshot,
  rows: readonly TableRow[],
  question: Partial<Question> = {},
  memory = createPlainMemory(),
): Inspection {
  const table = { name: 'test', data: snapshot.task!, rows: rows.map(({ example }) => example) };
  const T = longestWindow(createTask(table.data), table.rows);
  const backend = { kernels: js, memory };
  const model = modelFromSnapshot(snapshot, { ...backend, T, B: 4, training: false });
  const answers = answerFeatures(textOfTable(shuffleRows(table, 1), 'answers'));
  return createInspection({
    network: { model, backend, pace: unwatched },
    vocabulary: createVocabulary(snapshot.vocabulary),
    source: { name: 'test', chunks: [] },
    table,
    question: {
      cells: [],
      states: undefined,
      limit: undefined,
      clamp: 'mean',
      features: answers.length > 0 ? answers : library,
      featuresNamed: false,
      firstWeights: defaultFirstWeights,
      recent: 4,
      shuffles: 19,
      seed: 1,
      ...question,
    },
  });
}
