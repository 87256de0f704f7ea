import type { Rng } from '../../core/rng.js';
import { shuffle } from '../../core/shuffle.js';
import type { Pace } from '../forward/pace.js';
import type { Columns } from './standardize.js';
import { scaleOf, standardize } from './standardize.js';

/** Blocks of a text that are shuffled: `length` positions each, one after the other. */
export interface Blocks {
  readonly blocks: number;
  readonly length: number;
}

/**
 * How likely is it that some cell fits its own formula as well, were no cell related to the text? The blocks of the
 * formulas are compared with other blocks of the cells, in the same order for all, which keeps the slow drift of both,
 * and the strongest correlation of a cell with its own formula is recorded for each shuffle. p of a cell is the share
 * of shuffles whose strongest reaches it, (1 + #{max ≥ observed}) / (1 + shuffles): family-wise over the cells. The
 * formulas were selected on another part of the text.
 *
 * `cells` and `signals` are [blocks·length, cells]: column c of the signals is the formula of cell c.
 */
export async function familyWiseOwn(
  cells: Columns,
  signals: Columns,
  { blocks, length }: Blocks,
  { shuffles, rng, pace }: { readonly shuffles: number; readonly rng: Rng; readonly pace: Pace },
): Promise<Float64Array> {
  const { width } = cells;
  const y = standardize(cells, scaleOf(cells));
  const x = standardize(signals, scaleOf(signals));
  const identity = () => Int32Array.from({ length: blocks }, (_, i) => i);
  const orders = Array.from({ length: shuffles }, () => shuffle(identity(), rng));
  const highest = new Float64Array(shuffles);
  const observed = new Float64Array(width);
  const products = new Float64Array(blocks * blocks);
  for (let c = 0; c < width; c++) {
    multiplyBlocks(column(x, c), column(y, c), { blocks, length }, products);
    const strength = (order: Int32Array): number => {
      let sum = 0;
      for (let block = 0; block < blocks; block++) sum += products[order[block]! * blocks + block]!;
      return Math.abs(sum / (blocks * length));
    };
    observed[c] = strength(identity());
    orders.forEach((order, r) => (highest[r] = Math.max(highest[r]!, strength(order))));
    await pace.pause();
  }
  return observed.map(
    (value) => (1 + highest.reduce((n, max) => n + Number(max >= value), 0)) / (1 + shuffles),
  );
}

/** products[a][b] = Σ_t x[a·length + t] · y[b·length + t]. */
function multiplyBlocks(
  x: Float32Array,
  y: Float32Array,
  { blocks, length }: Blocks,
  products: Float64Array,
): void {
  for (let a = 0; a < blocks; a++) {
    for (let b = 0; b < blocks; b++) {
      let sum = 0;
      for (let t = 0; t < length; t++) sum += x[a * length + t]! * y[b * length + t]!;
      products[a * blocks + b] = sum;
    }
  }
}

const column = ({ n, width, values }: Columns, c: number): Float32Array =>
  Float32Array.from({ length: n }, (_, i) => values[i * width + c]!);
