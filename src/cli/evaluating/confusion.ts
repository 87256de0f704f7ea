import { writeToString } from 'fast-csv';
import stringWidth from 'string-width';
import { count } from '../../core/format.js';
import type { Confusion } from '../../eval/confusion.js';
import { guard } from '../../report/csv.js';
import type { Output } from '../terminal/output.js';
import { writeWhole } from './sink.js';

/** The most labels for which the whole matrix fits a terminal. */
const MOST_COLUMNS = 12;
/** Pairs that are listed otherwise. */
const MOST_PAIRS = 10;

/**
 * Writes the confusion matrix as CSV to a file or, for `-`, stdout: a row for each true label, a column for each
 * answer.
 */
export async function writeConfusion(
  file: string | undefined,
  { counts }: Confusion,
  labels: readonly string[],
  out: Output,
): Promise<void> {
  if (file === undefined) return;
  const names = labels.map((label) => (label.length > 1 ? guard(label) : label));
  const rows = names.map((label, i) => [label, ...counts.slice(i * labels.length, (i + 1) * labels.length)]);
  const csv = await writeToString([['label', ...names], ...rows], { includeEndRowDelimiter: true });
  await writeWhole(file, csv, out);
}

/** The same for a terminal: the whole matrix or, with many labels, the most confused pairs. */
export function* formatConfusion(confusion: Confusion, labels: readonly string[]): Generator<string> {
  if (labels.length <= MOST_COLUMNS) yield* wholeTable(confusion, labels);
  else yield* worstPairs(confusion, labels);
}

/** A row for each true label, a column for each answer. */
function* wholeTable({ counts }: Confusion, labels: readonly string[]): Generator<string> {
  const width = Math.max(8, ...labels.map((label) => stringWidth(label)));
  const cell = Math.max(4, String(Math.max(...counts)).length + 1);
  yield `${'answered'.padEnd(width)}${labels.map((_, i) => String(i + 1).padStart(cell)).join('')}`;
  for (const [i, label] of labels.entries()) {
    const row = Array.from(counts.slice(i * labels.length, (i + 1) * labels.length), (n) =>
      String(n).padStart(cell),
    );
    yield `${label}${' '.repeat(width - stringWidth(label))}${row.join('')}   ${i + 1}`;
  }
}

function* worstPairs({ counts }: Confusion, labels: readonly string[]): Generator<string> {
  const n = labels.length;
  const pairs = Array.from(counts.keys())
    .filter((at) => counts[at]! > 0 && Math.floor(at / n) !== at % n)
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, MOST_PAIRS);
  if (pairs.length === 0) return;
  yield 'most confused (--csv FILE writes all)';
  for (const at of pairs) {
    yield `${count(counts[at]!).padStart(7)} × ${labels[Math.floor(at / n)]} answered as ${labels[at % n]}`;
  }
}
