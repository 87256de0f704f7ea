import type { Ids } from '../core/floats.js';
import type { Batch } from '../data/batch.js';
import { divideText, type OwnParts, type SplitOptions } from '../data/splits.js';
import type { TrainData } from '../data/train-data.js';
import type { IdSource } from '../text/id-source.js';

/**
 * Predict the next symbol of a text, at every symbol (aligned many-to-many):
 *
 *     y      c2  c3  c4       cT+1        mask = 1 everywhere
 *            ↑   ↑   ↑        ↑
 *     h  ──► □ ► □ ► □ ► ... ►□ ──► h     carried from window to window
 *            ↑   ↑   ↑        ↑
 *     x      c1  c2  c3       cT
 *
 * @example
 * const data = languageData(corpusFromText(text).source, presets.default);
 */
export function languageData(
  source: IdSource,
  options: {
    readonly seq: number;
    readonly batch: number;
    readonly split: SplitOptions;
    readonly own?: OwnParts;
  },
): TrainData {
  return divideText(source, options, place);
}

/** Writes T + 1 symbols of a text into row b of a window. */
function place(ids: Ids, { x, y, mask, B }: Batch, b: number): void {
  for (let t = 0, at = b; t < ids.length - 1; t++, at += B) {
    x[at] = ids[t]!;
    y[at] = ids[t + 1]!;
    mask[at] = 1;
  }
}
