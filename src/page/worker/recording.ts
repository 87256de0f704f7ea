import { cellsOf, nameAt } from '../../inspect/forward/cells.js';
import type { Pace } from '../../inspect/forward/pace.js';
import { recordSteps } from '../../inspect/forward/steps.js';
import { gatherText, symbolsIn } from '../../inspect/forward/text.js';
import { cellNamed } from '../../layers/cells.js';
import { symbolName } from '../../text/symbol-name.js';
import type { NamedText, Recorded } from '../protocol.js';
import type { LiveNetwork } from './network.js';
import type { Turn } from './turns.js';

/** Milliseconds of reading after which others have their turn. */
const SLICE = 10;

/** Reads the beginning of a text with the weights of the moment, and keeps every cell of every place in 63 steps. */
export async function recordText(
  network: LiveNetwork,
  { name, text }: NamedText,
  limit: number,
  turn: Turn,
): Promise<Recorded> {
  const began = performance.now();
  const { vocabulary, config, backend, params } = network;
  const model = network.reader();
  model.params.weights.set(params.weights);
  model.refresh();
  const gathered = await gatherText({ name, chunks: [text] }, vocabulary, limit);
  const cells = cellsOf(model, cellNamed(config.cell).states);
  const subject = { model, backend, text: gathered.text, pace: turningPace(turn) };
  const all = [...Array(cells.count).keys()];
  const recorded = await recordSteps(subject, cells, all);
  return {
    ...recorded,
    name,
    characters: symbolsIn(gathered.text),
    cells: all.map((cell) => nameAt(cells, cell)),
    symbolNames: Array.from({ length: vocabulary.size }, (_, id) => symbolName(id, vocabulary)),
    milliseconds: performance.now() - began,
  };
}

/** A Pace that gives others their turn, and reports its share of a task. */
export function turningPace(turn: Turn, progress: (share: number) => void = () => undefined): Pace {
  let last = performance.now();
  let [done, expected] = [0, 1];
  return {
    task(units, work) {
      expected = Math.max(expected, units);
      return work();
    },
    async pause(units = 0) {
      done += units;
      if (performance.now() - last < SLICE) return;
      progress(Math.min(1, done / expected));
      await turn();
      last = performance.now();
    },
  };
}
