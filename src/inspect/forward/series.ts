import type { Floats } from '../../core/floats.js';
import type { NumberRows } from '../../data/number-rows.js';
import type { LanguageModel } from '../../model/language-model.js';
import type { RowRange } from '../../tasks/forecast.js';
import type { Cells } from './cells.js';
import type { Pace } from './pace.js';

/** Series, and room for a window of what a network reads of them. */
export interface InspectedSeries {
  readonly name: string;
  readonly rows: NumberRows;
  readonly ranges: readonly RowRange[];
  /** What cells may track: the columns, their changes, the phases of the calendar. */
  readonly signals: readonly string[];
  /** Writes the signals of a row. */
  readSignals(row: number, into: Float64Array): void;
  /** [T, D] for windows of T rows. */
  readonly data: Floats;
}

/** The cells after each of the first N rows, [N, cells], and the signals of these rows, [N, signals]. */
export interface SeriesRecord {
  readonly rows: number;
  readonly cells: Float32Array;
  readonly signals: Float64Array;
}

/** Reads at most `most` rows with a network of one batch row, each series from a state of zeros. */
export async function recordSeries(
  model: LanguageModel,
  series: InspectedSeries,
  cells: Cells,
  { most, pace }: { readonly most: number; readonly pace: Pace },
): Promise<SeriesRecord> {
  const { rows, ranges, data } = series;
  const total = Math.min(
    most,
    ranges.reduce((sum, { from, to }) => sum + to - from, 0),
  );
  const record = new Float32Array(total * cells.count);
  const signals = new Float64Array(total * series.signals.length);
  const x = model.createInput();
  for (let t = 0; t < model.T; t++) x[t] = t;
  const state = model.createState();
  let n = 0;
  for (const { from, to } of ranges) {
    for (const values of Object.values(state)) values.fill(0);
    for (let first = from; first < to && n < total; first += model.T) {
      const T = Math.min(model.T, to - first, total - n);
      for (let t = 0; t < T; t++)
        rows.readInputs(first + t, data.subarray(t * rows.width, (t + 1) * rows.width));
      model.forward(x, state, { T });
      for (let t = 0; t < T; t++, n++) {
        const at = n * series.signals.length;
        series.readSignals(first + t, signals.subarray(at, at + series.signals.length));
        for (const { first: number, size, cache } of cells.groups) {
          const begin = cache.offset + t * cache.stride;
          record.set(cache.data.subarray(begin, begin + size), n * cells.count + number);
        }
      }
      await pace.pause();
    }
  }
  return { rows: total, cells: record, signals };
}
