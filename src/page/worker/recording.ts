import { cellsOf, indexOfCell, nameAt, type Cell } from '../../inspect/forward/cells.js';
import type { Pace } from '../../inspect/forward/pace.js';
import { recordSteps } from '../../inspect/forward/steps.js';
import { gatherText, symbolsIn, type InspectedText, type TextSource } from '../../inspect/forward/text.js';
import { cellNamed } from '../../layers/cells.js';
import { parseCell } from '../../model/cell-name.js';
import { symbolName } from '../../text/symbol-name.js';
import type { NamedText, Recorded, Request } from '../protocol.js';
import type { Written } from '../symbols.js';
import type { LiveNetwork } from './network.js';
import type { Turn } from './turns.js';

/** Milliseconds of reading before it yields. */
const SLICE = 10;

/** What is read: as much of a text, and these cells; null: all. */
export type Reading = Omit<Extract<Request, { type: 'record' }>, 'type'>;

/** Reads the beginning of a text with the current weights, and records cells at every place in 63 steps. */
export async function recordText(
  network: LiveNetwork,
  { text, limit, cells: wanted }: Reading,
  turn: Turn,
): Promise<Recorded> {
  const work = timed(turn);
  const { vocabulary, config, backend, params } = network;
  const model = network.reader();
  model.params.weights.set(params.weights);
  model.refresh();
  const gathered = await gatherText(sourceOf(text), vocabulary, limit);
  const named = wanted?.map((name) => parseCell(name) as Cell);
  const states = named ? [...new Set(named.map(({ state }) => state))] : cellNamed(config.cell).states;
  const cells = cellsOf(model, states);
  const shown = named?.map((cell) => indexOfCell(cells, cell)) ?? [...Array(cells.count).keys()];
  const subject = { model, backend, text: gathered.text, pace: turningPace(work.turn) };
  const recorded = await recordSteps(subject, cells, shown);
  return {
    ...recorded,
    ...writtenOf(gathered.text),
    cells: shown.map((cell) => nameAt(cells, cell)),
    symbolNames: Array.from({ length: vocabulary.size }, (_, id) => symbolName(id, vocabulary)),
    milliseconds: work.milliseconds(),
  };
}

function writtenOf(text: InspectedText): Written {
  const inBytes = text.characterOf !== undefined;
  const symbols = inBytes ? Array.from(text.ids, (byte) => String.fromCharCode(byte)) : symbolsIn(text);
  return { characters: symbols.join(''), inBytes };
}

/** Measures work without the turns in between, which belong to training. */
function timed(turn: Turn) {
  const began = performance.now();
  let others = 0;
  return {
    async turn() {
      const from = performance.now();
      await turn();
      others += performance.now() - from;
    },
    milliseconds: () => performance.now() - began - others,
  };
}

/** A text as it is read. */
export const sourceOf = ({ name, text, bytes }: NamedText): TextSource => ({ name, chunks: [bytes ?? text] });

/** A Pace that yields to other work, and reports its fraction of a task. */
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
