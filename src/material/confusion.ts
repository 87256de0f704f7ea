import { count } from '../core/format.js';
import { column, rowsOf, type Block, type CsvRow } from '../core/result.js';
import type { Confusion } from '../eval/confusion.js';

/** The most labels for which the whole matrix fits a terminal. */
const MOST_COLUMNS = 12;
/** Pairs that are listed otherwise. */
const MOST_PAIRS = 10;

/** The confusion matrix for --csv: a row for each true label, a column for each answer. */
export function confusionCsv({ counts }: Confusion, labels: readonly string[]): CsvRow[] {
  const n = labels.length;
  return [['label', ...labels], ...labels.map((label, i) => [label, ...counts.slice(i * n, (i + 1) * n)])];
}

/** The same for people: the whole matrix or, with many labels, the most confused pairs. */
export function confusionBlocks({ counts }: Confusion, labels: readonly string[]): Block[] {
  const n = labels.length;
  if (n <= MOST_COLUMNS) {
    const numbers = labels.map((_, i) => column.right(String(i + 1)));
    const rows = labels.map((label, i) => [
      ...[label, ...Array.from(counts.subarray(i * n, (i + 1) * n), String), String(i + 1)],
    ]);
    return [
      { kind: 'table', columns: [column.left('answered'), ...numbers, column.right('')], rows: rowsOf(rows) },
    ];
  }
  const pairs = Array.from(counts.keys())
    .filter((at) => counts[at]! > 0 && Math.floor(at / n) !== at % n)
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, MOST_PAIRS)
    .map((at) => [`${count(counts[at]!)} ×`, `${labels[Math.floor(at / n)]} answered as ${labels[at % n]}`]);
  if (pairs.length === 0) return [];
  return [
    { kind: 'heading', title: 'most confused (--csv FILE writes all)' },
    { kind: 'table', columns: [column.right(''), column.left('')], rows: rowsOf(pairs) },
  ];
}
