import { createRng } from '../../../core/rng.js';
import { decodeCheckpoint } from '../../../formats/checkpoint/checkpoint.js';
import { library } from '../../../inspect/features/index.js';
import { cellsOf, indexOfCell, type Cell } from '../../../inspect/forward/cells.js';
import { unwatched } from '../../../inspect/forward/pace.js';
import { traceCell } from '../../../inspect/forward/record.js';
import { WINDOW, type Subject } from '../../../inspect/forward/subject.js';
import { gatherText } from '../../../inspect/forward/text.js';
import { defaultFirstWeights } from '../../../inspect/search/controls.js';
import { searchCells } from '../../../inspect/search/search.js';
import { cellNamed } from '../../../layers/cells.js';
import type { Clamp } from '../../../layers/layer.js';
import { parseCell } from '../../../model/cell-name.js';
import { modelFromSnapshot } from '../../../model/language-model.js';
import { sample } from '../../../sample/sampler.js';
import { decode } from '../../../text/decoder.js';
import { encode } from '../../../text/tokens.js';
import { createVocabulary, type Vocabulary } from '../../../text/vocabulary.js';
import { trackedBy } from '../../panels/tracked.js';
import type { World } from '../lesson.js';
import { VERDICTS, type CellsFrame, type CellsSettings, type ClampedCell } from './frame.js';

const LENGTH = 300;
/** Characters that the range of a cell is taken from. */
const RANGED = 5000;
const SEED = 1;
/** Characters that a search needs. */
const LEAST = 4000;

/** The search of `inspect` in the network of the page, and texts with the cells it found clamped. */
export async function* searchNetwork(
  { thousand, work }: CellsSettings,
  world: World,
): AsyncGenerator<CellsFrame> {
  const { backend, network, code } = world;
  const { kernels, memory } = backend;
  const snapshot = decodeCheckpoint(network);
  const vocabulary = createVocabulary(snapshot.vocabulary);
  const model = modelFromSnapshot(snapshot, { kernels, memory, ...WINDOW, training: false });
  const limit = Math.max(LEAST, Math.round(work * 1000 * thousand));
  const { text } = await gatherText({ name: 'the code of this project', chunks: [code] }, vocabulary, limit);
  const subject = { model, backend, text, pace: unwatched };
  const { states } = cellNamed(model.config.cell);
  const search = await searchCells(subject, {
    features: library,
    states,
    only: [],
    firstWeights: defaultFirstWeights,
    recent: 4,
    shuffles: 199,
    seed: 1,
  });
  const counts = VERDICTS.map((verdict) => ({
    verdict,
    cells: search.byCell.filter((cell) => cell.verdict === verdict).length,
  }));
  const tracked: ClampedCell[] = [];
  const found = { characters: search.text.characters, counts };
  yield { ...found, tracked: [] };
  const sampler = modelFromSnapshot(snapshot, { kernels, memory, T: 1, B: 1, training: false });
  for (const { cell, what, score, untrained, recent } of trackedBy(search)) {
    const clampsAt = await rangeOf(cell, subject);
    const write = (clamps: readonly Clamp[]): string => {
      const how = { prime: encode('\n', vocabulary), length: LENGTH, temperature: 0.8, rng: createRng(SEED) };
      return written([...sample(sampler, { ...how, ...(clamps.length > 0 && { clamps }) })], vocabulary);
    };
    const [low, free, high] = [write([clampsAt(-1)]), write([]), write([clampsAt(1)])];
    tracked.push({ cell, what, score, untrained, recent, low, free, high });
    yield { ...found, tracked: [...tracked] };
  }
}

const written = (draws: readonly { readonly id: number }[], vocabulary: Vocabulary): string =>
  decode(
    draws.map(({ id }) => id),
    vocabulary,
  );

/** Clamps of a cell to its lowest or highest value in the text. */
async function rangeOf(name: string, subject: Subject): Promise<(side: 1 | -1) => Clamp> {
  const cell = parseCell(name) as Cell;
  const cells = cellsOf(subject.model, [cell.state]);
  const to = Math.min(RANGED, subject.text.ids.length);
  const values = await traceCell(subject, cells, indexOfCell(cells, cell), { from: 0, to });
  const { layer, unit, state } = cell;
  return (side) => ({
    layer: layer - 1,
    unit: unit - 1,
    state,
    value: side * Math.max(...values.map((value) => side * value)),
  });
}
