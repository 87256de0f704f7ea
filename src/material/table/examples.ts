import type { Example, Examples } from '../../data/examples.js';
import type { RowList } from '../../data/split-rows.js';
import { scaleNumbers, type Scaling } from './scaling.js';
import type { Table } from './table.js';

const NO_IDS = new Int32Array(0);
const NO_NUMBERS = new Float32Array(0);

/** What the rows of a table are read with. */
interface Reading {
  /** Of its numbers. */
  readonly scaling?: Scaling | null | undefined;
  /** How much rows count in the loss, by their label. */
  readonly weights?: ArrayLike<number> | undefined;
}

/** Rows of a table (all by default) as examples: a source or target of labels is the example's label. */
export function tableExamples(table: Table, rows?: RowList, { scaling, weights }: Reading = {}): Examples {
  const rowOf = (i: number) => (rows === undefined ? i : rows.at(i));
  const { source: from, target: to } = table.kinds;
  const readIds = (length: number, fill: (ids: Int32Array) => void) => {
    const ids = new Int32Array(length);
    fill(ids);
    return ids;
  };
  return {
    count: rows?.length ?? table.rows,
    sourceLength: (i) => (from === 'label' ? 0 : table.lengths(rowOf(i)).source),
    targetLength: (i) => (to === 'label' ? 0 : table.lengths(rowOf(i)).target),
    read(i): Example {
      const row = rowOf(i);
      const lengths = table.lengths(row);
      const source = readIds(lengths.source, (ids) => table.readSource(row, ids));
      const target = readIds(lengths.target, (ids) => table.readTarget(row, ids));
      const label = from === 'label' ? source[0]! : to === 'label' ? target[0]! : -1;
      return {
        source: from === 'label' ? NO_IDS : source,
        target: to === 'label' ? NO_IDS : target,
        label,
        vector: from === 'numbers' ? scaledNumbers(table, row, scaling) : NO_NUMBERS,
        ...(weights && { weight: weights[label]! }),
      };
    },
  };
}

function scaledNumbers(table: Table, row: number, scaling: Reading['scaling']): Float32Array {
  const numbers = new Float64Array(table.columns.from.length);
  table.readNumbers(row, numbers);
  return scaling ? scaleNumbers(numbers, scaling) : Float32Array.from(numbers);
}
