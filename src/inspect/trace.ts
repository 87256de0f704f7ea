import type { Cells } from './cells.js';
import { stretches, walk } from './record.js';
import type { Interval } from './sampling.js';
import type { Subject } from './subject.js';

/** The values of one cell at every position of an interval. */
export function traceCell(
  { model, text }: Subject,
  cells: Cells,
  index: number,
  part: Interval,
): Float32Array {
  const group = cells.groups.findLast(({ first }) => first <= index)!;
  const { data, offset, stride } = group.cache;
  const values = new Float32Array(part.to - part.from);
  for (const { rows, positions } of walk(model, text, stretches(model, part))) {
    for (let i = 0; i < rows.length; i++) {
      values[positions[i]! - part.from] = data[offset + rows[i]! * stride + (index - group.first)]!;
    }
  }
  return values;
}
