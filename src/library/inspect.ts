import type { CellsReport } from '../inspect/cells-report.js';
import { viewCells } from '../inspect/cells-view.js';
import { usualBeginning } from '../inspect/controls/untrained.js';
import type { SearchOptions } from '../inspect/evidence.js';
import { library } from '../inspect/features/index.js';
import { WINDOW } from '../inspect/subject.js';
import { gatherText } from '../inspect/text.js';
import { modelFromSnapshot } from '../model/language-model.js';
import type { LoadedModel } from './load-model.js';

/**
 * Searches the cells of a network for those that track something in a text: quotes, line position, nesting, ... Returns
 * for each feature its best cell, with controls and a verdict (docs/inspect.md). Throws inspect/short for a text below
 * 2,000 characters. Characters that the model does not know are left out.
 *
 * @example
 * const { features } = await inspect(model, readFileSync('corpora/typescript.txt', 'utf8'));
 * for (const { feature, cell, score, verdict } of features) console.log(feature, cell, score, verdict);
 */
export async function inspect(
  { snapshot, vocabulary, backend }: LoadedModel,
  text: string,
  options: Partial<SearchOptions> = {},
): Promise<CellsReport> {
  const { kernels, memory } = backend;
  const model = modelFromSnapshot(snapshot, { kernels, memory, ...WINDOW, training: false });
  const gathered = await gatherText('text', [text], vocabulary, Infinity);
  return viewCells(
    { model, backend, text: gathered.text },
    {
      features: library,
      states: model.config.cell === 'lstm' ? ['h', 'c'] : ['h'],
      ...{ beginning: usualBeginning, recent: 4, shuffles: 199, seed: 1 },
      ...options,
    },
  );
}
