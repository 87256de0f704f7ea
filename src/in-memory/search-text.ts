import { library } from '../inspect/features/index.js';
import { unwatched } from '../inspect/forward/pace.js';
import { WINDOW } from '../inspect/forward/subject.js';
import { gatherText } from '../inspect/forward/text.js';
import { defaultFirstWeights } from '../inspect/search/controls.js';
import type { SearchReport } from '../inspect/search/report.js';
import { searchCells, type SearchOptions } from '../inspect/search/search.js';
import { cellNamed } from '../layers/cells.js';
import { modelFromSnapshot } from '../model/language-model.js';
import type { LoadedModel } from './load-model.js';

/**
 * Searches the cells of a network for those that track something in a text: quotes, line position, nesting, ... Returns
 * for each feature its best cell, with controls and a verdict (docs/inspect.md). Throws inspect/short for a text below
 * 2,000 characters. Characters that the model does not know are left out.
 *
 * @example
 * const { features } = await searchText(model, readFileSync('corpora/typescript.txt', 'utf8'));
 * for (const { feature, cell, score, verdict } of features) console.log(feature, cell, score, verdict);
 */
export async function searchText(
  { snapshot, vocabulary, backend }: LoadedModel,
  text: string,
  options: Partial<SearchOptions> = {},
): Promise<SearchReport> {
  const { kernels, memory } = backend;
  const model = modelFromSnapshot(snapshot, { kernels, memory, ...WINDOW, training: false });
  const gathered = await gatherText({ name: 'text', chunks: [text] }, vocabulary, Infinity);
  return searchCells(
    { model, backend, text: gathered.text, pace: unwatched },
    {
      features: library,
      states: cellNamed(model.config.cell).states,
      only: [],
      firstWeights: defaultFirstWeights,
      recent: 4,
      shuffles: 199,
      seed: 1,
      ...options,
    },
  );
}
