import { cellAt, cellName, indexOfCell, parseCell, type Cells } from './cells.js';
import type { Excerpt, FeatureReport } from './cells-report.js';
import { decodeFeature, type Coding } from './coding.js';
import { stringOf } from './features/regex.js';
import type { Interval } from './sampling.js';
import type { Subject } from './subject.js';
import { codeAt } from './text.js';
import { traceCell } from './trace.js';

/** About two lines of a terminal. */
const LENGTH = 152;
const MOST = 4;
/** How far into a part a passage is looked for. */
const SEARCH = 50_000;

/** For the strongest features, a passage of the part in which the feature changes most and what its best cell does there. */
export function excerptsOf(
  subject: Subject,
  cells: Cells,
  coding: Coding,
  features: readonly FeatureReport[],
  part: Interval,
): Excerpt[] {
  const shown = features.filter(({ verdict }) => verdict === 'tracks' || verdict === 'partly').slice(0, MOST);
  return shown.map(({ feature, cell }) => {
    const coded = coding.features.find((candidate) => candidate.feature.name === feature)!;
    const from = liveliest(decodeFeature(coding, coded), part);
    const interval = { from, to: Math.min(part.to, from + LENGTH) };
    const index = indexOfCell(cells, parseCell(cell));
    const values = Array.from(traceCell(subject, cells, index, interval));
    return {
      feature,
      cell: cellName(cellAt(cells, index)),
      from,
      text: textOf(subject, interval),
      values,
      range: Math.max(...values.map(Math.abs)),
    };
  });
}

/** Where a window of LENGTH varies most, so that both sides of the feature are seen. */
function liveliest(values: Float32Array, { from, to }: Interval): number {
  const end = Math.min(to, from + SEARCH);
  let best = from;
  let highest = -1;
  for (let start = from; start + LENGTH <= end; start += LENGTH >> 1) {
    const window = values.subarray(start, start + LENGTH);
    const mean = window.reduce((sum, v) => sum + v, 0) / LENGTH;
    const variance = window.reduce((sum, v) => sum + (v - mean) ** 2, 0);
    if (variance > highest) [best, highest] = [start, variance];
  }
  return best;
}

/** One code point for each position. */
function textOf({ text }: Subject, { from, to }: Interval): string {
  return stringOf(Int32Array.from({ length: to - from }, (_, i) => codeAt(text, from + i)));
}
