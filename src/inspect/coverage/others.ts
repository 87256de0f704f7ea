import type { Pace } from '../forward/pace.js';
import type { Backend } from '../forward/subject.js';
import { scaleOf, someColumns, standardize, type Columns } from './standardize.js';

/** Signals that are compared at a time. */
const GROUP = 128;

/** For each signal the largest share of the variance of any of these cells that it accounts for, at the same positions. */
export async function bestOfOthers(
  signals: Columns,
  cells: Columns,
  { kernels, memory }: Backend,
  pace: Pace,
): Promise<Float64Array> {
  const { n, width } = signals;
  const x = memory.floats(n * Math.min(GROUP, width));
  const y = memory.floats(n * Math.min(GROUP, cells.width));
  const products = memory.floats(GROUP * GROUP);
  const best = new Float64Array(width);
  for (let first = 0; first < width; first += GROUP) {
    const some = Math.min(GROUP, width - first);
    const group = someColumns(signals, first, some);
    x.set(standardize(group, scaleOf(group), 1 / Math.sqrt(n)).values);
    for (let from = 0; from < cells.width; from += GROUP) {
      const C = Math.min(GROUP, cells.width - from);
      const others = someColumns(cells, from, C);
      y.set(standardize(others, scaleOf(others), 1 / Math.sqrt(n)).values);
      kernels.gemm(true, false, some, C, n, x, y, 0, products);
      for (let s = 0; s < some; s++)
        for (let c = 0; c < C; c++) best[first + s] = Math.max(best[first + s]!, products[s * C + c]! ** 2);
      await pace.pause();
    }
  }
  return best;
}
