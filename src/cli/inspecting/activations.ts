import { activationRows } from '../../inspect/activations.js';
import { cellsOf } from '../../inspect/cells.js';
import { loadModel } from '../load-model.js';
import type { InspectValues } from '../options/inspect.js';
import type { Console } from '../terminal/console.js';
import { usualStates } from './search.js';
import { CHANGED, sourceOf } from './source.js';
import { writeCsv } from './write.js';

/** The stream of all values: no search, no sampling, one exact pass. */
export async function writeActivations(
  path: string,
  texts: readonly string[],
  values: InspectValues,
  console: Console,
): Promise<void> {
  const { model, vocabulary, snapshot } = await loadModel(path, values.backend, { T: 64, B: 1 });
  const { chunks, changed } = sourceOf(texts, path, snapshot, { ...values, signal: console.stop.signal });
  if (await changed?.()) await console.err.write(CHANGED);
  const cells = cellsOf(model, values.state ?? usualStates(model));
  const rows = activationRows(model, cells, vocabulary, chunks, values.limit ?? Infinity);
  await writeCsv(values.csv ?? '-', rows, console);
}
