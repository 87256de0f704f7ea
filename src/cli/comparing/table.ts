import stringWidth from 'string-width';
import type { PairedDifference } from '../../eval/paired.js';
import { sanitizeLine } from '../../report/sanitize.js';
import { count, signed } from '../../core/format.js';
import type { ReadRun, Row } from './read-run.js';
import { comparedUnits, type ComparedUnits } from './units.js';
import type { SeedGroup, Spread } from './seeds.js';

/** The columns of every output, in this order. */
export const COLUMNS = [
  'run',
  'cell',
  'layers',
  'hidden',
  'parameters',
  'validation_loss',
  'best_epoch',
  'test_loss',
  'epochs',
  'characters_per_second',
  'hours',
  'state',
] as const satisfies readonly (keyof Row)[];

const HEAD: Record<keyof Row, string> = {
  ...{ run: 'run', cell: 'cell', layers: 'layers', hidden: 'hidden', parameters: 'parameters' },
  ...{ validation_loss: 'validation', best_epoch: 'epoch', test_loss: 'test', epochs: 'epochs' },
  ...{ characters_per_second: 'speed', hours: 'hours', state: 'state' },
};

/** The names of the columns, in words. */
export const headOf = ({ speed }: ComparedUnits): string[] =>
  COLUMNS.map((column) => (column === 'characters_per_second' ? speed : HEAD[column]));

/** The formatted figures of a run, in the order of the columns. */
export const cellsOf = (run: ReadRun, units: ComparedUnits): string[] =>
  COLUMNS.map((column) =>
    column === 'characters_per_second'
      ? `${cellText(run.row, column)}${units.afterSpeed(run)}`
      : cellText(run.row, column),
  );

/** A formatted figure of a row; `-` where there is none. */
function cellText(row: Row, column: keyof Row): string {
  const value = row[column];
  if (value === null) return '-';
  if (typeof value === 'string') return sanitizeLine(value);
  if (column === 'validation_loss' || column === 'test_loss') return value.toFixed(4);
  if (column === 'best_epoch' || column === 'epochs' || column === 'hours') return value.toFixed(2);
  return count(value);
}

/** Best validation loss first; runs without one last, in the order given. */
export function sortRows<T extends { readonly row: Row }>(runs: readonly T[]): T[] {
  const loss = ({ row }: T): number => row.validation_loss ?? Infinity;
  return runs.toSorted((a, b) => (loss(a) === loss(b) ? 0 : loss(a) - loss(b)));
}

/** The table for a terminal: text left, figures right. */
export function tableLines(
  runs: readonly ReadRun[],
  differences: ReadonlyMap<string, PairedDifference | null>,
): string[] {
  const units = comparedUnits(runs);
  const head = headOf(units);
  const body = runs.map((run) => cellsOf(run, units));
  if (differences.size > 0) {
    head.push('difference in test loss');
    runs.forEach(({ row }, i) => body[i]!.push(differenceText(differences.get(row.run))));
  }
  const widths = head.map((name, c) =>
    Math.max(...[name, ...body.map((line) => line[c]!)].map((s) => stringWidth(s))),
  );
  const isText = (c: number): boolean => c < 2 || c === COLUMNS.length - 1;
  const pad = (text: string, c: number): string => {
    const blank = ' '.repeat(widths[c]! - stringWidth(text));
    return isText(c) ? text + blank : blank + text;
  };
  return [...[head, ...body].map((line) => line.map(pad).join('  ').trimEnd()), units.losses];
}

/** `−0.0123 (−0.0200 to −0.0046)`: negative where the run is better than the one it is compared with. */
export function differenceText(difference: PairedDifference | null | undefined): string {
  if (difference === undefined) return '';
  if (difference === null) return 'too short';
  const { mean, low, high } = difference;
  return `${signed(mean, 4)} (${signed(low, 4)} to ${signed(high, 4)})`;
}

/** The spread over seeds, one line per group. */
export function seedLines(groups: readonly SeedGroup[]): string[] {
  return groups.map(({ runs, unfinished, validation_loss, test_loss }) => {
    const figures = [spreadText('validation', validation_loss), spreadText('test', test_loss)].filter(
      Boolean,
    );
    return `${runs.length} seeds of ${sanitizeLine(runs[0]!)}${unfinished > 0 ? `, ${unfinished} not finished` : ''}: ${figures.join(', ') || 'no losses yet'}`;
  });
}

function spreadText(split: string, spread: Spread | null): string {
  return spread === null ? '' : `${split} ${spread.mean.toFixed(4)} ± ${spread.deviation.toFixed(4)}`;
}
