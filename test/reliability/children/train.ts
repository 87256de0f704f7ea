/**
 * A process that trains recipe number argv[4] in the run directory argv[3] with the sources argv[2], new or, when
 * there is a run, resumed; it writes a line at each step, for the parent that waits to kill it.
 */
import { existsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type * as memoryModule from '../../../src/core/memory.js';
import type { Json } from '../../../src/core/snapshot.js';
import type * as checkpointModule from '../../../src/runs/checkpoint.js';
import type * as runModule from '../../../src/runs/directory.js';
import type * as kernelsModule from '../../../src/kernels/js/index.js';
import type * as sourceModule from '../../../src/text/id-source.js';
import type * as vocabularyModule from '../../../src/text/vocabulary.js';
import type * as languageModule from '../../../src/tasks/language.js';
import type * as trainerModule from '../../../src/train/trainer.js';
import { recipe, text } from '../recipes.js';
import { load } from '../tree.js';

const [tree, path, index] = process.argv.slice(2) as [string, string, string];
const { createPlainMemory } = await load<typeof memoryModule>(tree, 'core/memory.js');
const { readCheckpoint } = await load<typeof checkpointModule>(tree, 'runs/checkpoint.js');
const { createRun, openRun } = await load<typeof runModule>(tree, 'runs/directory.js');
const { js } = await load<typeof kernelsModule>(tree, 'kernels/js/index.js');
const { arraySource } = await load<typeof sourceModule>(tree, 'text/id-source.js');
const { createVocabulary } = await load<typeof vocabularyModule>(tree, 'text/vocabulary.js');
const { languageData } = await load<typeof languageModule>(tree, 'tasks/language.js');
const { trainNetwork } = await load<typeof trainerModule>(tree, 'train/trainer.js');

const options = recipe(Number(index));
const vocabulary = createVocabulary({ tokens: 'chars', symbols: [...new Set(text)].sort() });
const source = arraySource(Array.from(text, (symbol) => vocabulary.idOf(symbol)!));
const data = languageData(source, options);
const directory = existsSync(join(path, 'config.json'))
  ? openRun(path)
  : createRun(path, options as unknown as Json);
const newest = directory.newest();
const from = newest === undefined ? undefined : readCheckpoint(newest);
const after = (from?.training?.progress as { step: number } | undefined)?.step;
const log = directory.openLog({ after });

const backend = { kernels: js, memory: createPlainMemory() };
for await (const event of trainNetwork({ options, vocabulary, data, backend, ...(from && { from }) })) {
  await log.add(event);
  if (event.type === 'save') await directory.save(event.snapshot(), event.step, { ...event, keep: 3 });
  if (event.type === 'step') writeSync(1, `${event.step}\n`);
}
await directory.close();
