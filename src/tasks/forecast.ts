import type { Batch } from '../data/batch.js';
import { NO_ROW } from '../data/number-rows.js';
import type { DataPart, TrainData } from '../data/train-data.js';

/** Rows begin ... to − 1 of a series, read from a state of zeros; the predictions of rows from ... to − 1 count. */
export interface Stretch {
  readonly begin: number;
  readonly from: number;
  readonly to: number;
}

/** Rows from ... to − 1, which belong to one series. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** What a part consists of: ranges of rows, each in the series that contains it. */
export interface SeriesPart {
  readonly ranges: readonly RowRange[];
  /** The first row of the series of each range: an evaluation begins to read before the range. */
  readonly begins: readonly number[];
}

export interface ForecastShape {
  readonly seq: number;
  readonly batch: number;
  /** K: numbers predicted of each row. */
  readonly targets: number;
  /** Outputs of the network. */
  readonly outputs: number;
}

/** Windows that the pieces of a series have at least, so that the network has its context: training, evaluation. */
const [TRAINED, EVALUATED] = [2, 8] as const;
/** Windows that are read before an evaluated piece begins. */
const WARM_UP = 2;

/**
 * Predict the next row of a series, at every row (aligned many-to-many):
 *
 *     y          r2  r3  r4       rT+1        mask = 1, but for rows that only warm the network up
 *                ↑   ↑   ↑        ↑
 *     h  0 ► □ ► □ ► □ ► □ ► ... ►□ ──► h     carried from window to window
 *                ↑   ↑   ↑        ↑
 *     x      –   r1  r2  r3       rT
 *
 * x and y are the numbers of rows (data/number-rows.ts). A long series is cut into pieces, and the batch rows read pieces
 * one after the other. A piece begins at step 1 of a window: step 0 reads nothing, and what the state was is cleared.
 */
export function forecastData(
  parts: {
    readonly train: SeriesPart;
    readonly validation: SeriesPart | null;
    readonly test: SeriesPart | null;
  },
  shape: ForecastShape,
): TrainData {
  const { seq: T, batch, targets, outputs } = shape;
  const train = cut(parts.train, { T, B: batch, windows: TRAINED, warmUp: 1 });
  const held = (part: SeriesPart | null) =>
    part && cut(part, { T, B: batch, windows: EVALUATED, warmUp: WARM_UP * T });
  const [validation, test] = [held(parts.validation), held(parts.test)];
  const B = Math.min(batch, Math.max(...[train, validation, test].map((pieces) => pieces?.length ?? 0)));
  const part = (pieces: readonly Stretch[] | null) =>
    pieces && pieces.length > 0 ? partOf(inLanes(pieces, T, B), { T, targets }) : null;
  const symbols = [train, validation, test]
    .flatMap((pieces) => pieces ?? [])
    .map(({ from, to }) => to - from);
  return {
    T,
    B,
    parts: { starts: true },
    model: { vocabulary: 0, outputs },
    metrics: ['mae', 'rmse'],
    symbols: symbols.reduce((sum, rows) => sum + rows, 0),
    train: part(train)!,
    validation: part(validation),
    test: part(test),
  };
}

/** Cuts ranges into pieces of similar length, as many as there are batch rows or fewer, none shorter than some windows. */
function cut(
  { ranges, begins }: SeriesPart,
  shape: { readonly T: number; readonly B: number; readonly windows: number; readonly warmUp: number },
): Stretch[] {
  const { T, B, windows, warmUp } = shape;
  const total = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  const aim = Math.max(total / B, windows * T);
  return ranges.flatMap(({ from, to }, i): Stretch[] => {
    const count = Math.max(1, Math.floor((to - from) / aim));
    const edge = (n: number) => from + Math.round(((to - from) * n) / count);
    const pieces = Array.from({ length: count }, (_, n) => {
      const begin = Math.max(begins[i]!, edge(n) - warmUp);
      return { begin, from: Math.max(edge(n), begin + 1), to: edge(n + 1) };
    });
    return pieces.filter((piece) => piece.to > piece.from);
  });
}

/** A piece, and the window of its lane at which it begins. */
interface Placed extends Stretch {
  readonly window: number;
}

/** The pieces of each batch row: the longest first, each to the row with the fewest windows so far. */
function inLanes(pieces: readonly Stretch[], T: number, B: number): readonly (readonly Placed[])[] {
  const lanes: Placed[][] = Array.from({ length: B }, () => []);
  const loads = new Array<number>(B).fill(0);
  const longestFirst = [...pieces].sort((a, b) => b.to - b.begin - (a.to - a.begin) || a.begin - b.begin);
  for (const piece of longestFirst) {
    const lane = loads.indexOf(Math.min(...loads));
    lanes[lane]!.push({ ...piece, window: loads[lane]! });
    loads[lane]! += windowsOf(piece, T);
  }
  return lanes;
}

/** Windows of a piece: a step without a row, then a step for each row but the last. */
const windowsOf = ({ begin, to }: Stretch, T: number): number => Math.ceil((to - begin) / T);

function partOf(
  lanes: readonly (readonly Placed[])[],
  { T, targets }: { readonly T: number; readonly targets: number },
): DataPart {
  const windows = Math.max(...lanes.map((lane) => endOf(lane.at(-1), T)));
  const pieces = lanes.flat();
  const count = targets * pieces.reduce((sum, { from, to }) => sum + to - from, 0);
  return {
    windows,
    count,
    continuous: true,
    fill: (window, batch) => fillWindow(lanes, window, { T, targets }, batch),
  };
}

const endOf = (piece: Placed | undefined, T: number): number =>
  piece === undefined ? 0 : piece.window + windowsOf(piece, T);

function fillWindow(
  lanes: readonly (readonly Placed[])[],
  window: number,
  { T, targets }: { readonly T: number; readonly targets: number },
  batch: Batch,
): void {
  batch.T = T;
  batch.rows = batch.B;
  batch.symbols = 0;
  batch.mask.fill(0, 0, T * batch.B);
  batch.x.fill(NO_ROW, 0, T * batch.B);
  let shown = 0;
  lanes.forEach((lane, b) => {
    const piece = lane.find((one) => one.window <= window && window < endOf(one, T));
    batch.starts![b] = piece === undefined ? T : piece.window === window ? 1 : 0;
    if (piece) shown += placePiece(piece, window - piece.window, b, batch);
  });
  batch.count = shown * targets;
}

/** Writes window number `n` of a piece into row b; returns how many predictions count. */
function placePiece({ begin, from, to }: Stretch, n: number, b: number, batch: Batch): number {
  let shown = 0;
  for (let t = n === 0 ? 1 : 0; t < batch.T; t++) {
    const row = begin + n * batch.T + t - 1;
    if (row + 1 >= to) break;
    const at = t * batch.B + b;
    batch.x[at] = row;
    batch.y[at] = row + 1;
    batch.symbols += 1;
    if (row + 1 < from) continue;
    batch.mask[at] = 1;
    shown += 1;
  }
  return shown;
}
