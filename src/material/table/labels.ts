import { BETWEEN_CHECKS, type Check } from '../../core/check.js';
import { splitBeside, splitRows, stratifyRows, type RowList, type RowSplit } from '../../data/split-rows.js';
import type { CorpusOrigin } from '../../runs/config.js';
import { sizesOf } from '../../runs/own-files.js';
import type { TrainOptions } from '../../train/options.js';
import type { Table } from './table.js';

/** Divides the rows of a table as its run does: by the seed alone, or so that every part has its share of each label. */
export function divideTable(
  table: Table,
  { table: how, own }: Pick<CorpusOrigin, 'table' | 'own'>,
  { split, seed }: Pick<TrainOptions, 'split' | 'seed'>,
  check?: Check,
): RowSplit {
  return splitBeside(sizesOf(own), table.rows, split, (rows, share) =>
    how?.stratify
      ? stratifyRows(labelsOf(table, check).subarray(0, rows), share, seed, check)
      : splitRows(rows, share, seed, check),
  );
}

/**
 * The weight of each label in the loss, rows / (labels · rows with the label), so that all labels together weigh alike
 * (as scikit-learn's class_weight='balanced'). Labels without a row weigh nothing.
 */
export function balancedWeights(table: Table, rows: RowList, check?: Check): Float64Array {
  const labels = labelsOf(table, check);
  const counts = new Float64Array(table.symbols.target.length);
  for (let place = 0; place < rows.length; place++) counts[labels[rows.at(place)]!]! += 1;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : rows.length / (present * count)));
}

/** The label of every row, in the order of the file. */
function labelsOf(table: Table, check?: Check): Uint16Array {
  const labels = new Uint16Array(table.rows);
  const label = new Int32Array(1);
  for (let row = 0; row < table.rows; row++) {
    if (row % BETWEEN_CHECKS === 0) check?.();
    table.readTarget(row, label);
    labels[row] = label[0]!;
  }
  return labels;
}
