import { userError } from '../../core/errors.js';
import { count } from '../../core/format.js';
import { quote } from '../../core/quote.js';
import { formatDate, formatStep, type DateStep } from './dates.js';

/** What the dates of a file say of its rows. */
export interface DateSummary {
  /** The most frequent distance of a row from the one before it. */
  readonly step: DateStep;
  /** Rows with a row before them, and those at another distance: longer ones are gaps. */
  readonly steps: number;
  readonly gaps: number;
  readonly shorter: number;
  /** The row after the longest distance, and that distance. */
  readonly longest: { readonly row: number; readonly step: DateStep };
}

/** Takes the dates of rows in time order. */
export interface StepCounter {
  /** A date, and the one before it in the same series, if any. Throws series/order where it is not after that. */
  add(time: number, before: number | undefined, row: number): void;
  finish(): DateSummary | undefined;
}

/** Different distances that are counted; dates with more of them have no usual one worth reporting. */
const MOST_DISTANCES = 1000;

export function createStepCounter(where: { readonly file: string; readonly column: string }): StepCounter {
  const times = new Map<number, number>();
  const months = new Map<number, number>();
  let steps = 0;
  let longest = { row: 0, time: 0 };

  return {
    add(time, before, row) {
      if (before === undefined) return;
      if (time <= before) {
        const [value, earlier] = [formatDate(time), formatDate(before)];
        const column = quote(where.column);
        throw userError('series/order', { file: where.file, row, column, value, earlier });
      }
      steps += 1;
      increment(times, time - before);
      const apart = monthsBetween(before, time);
      if (apart !== undefined) increment(months, apart);
      if (time - before > longest.time) longest = { row, time: time - before };
    },
    finish() {
      if (steps === 0) return undefined;
      const [time, equal] = mostFrequent(times);
      const [apart, equalMonths] = months.size > 0 ? mostFrequent(months) : [0, 0];
      const isMonthly = equalMonths > equal || (equalMonths === equal && time >= SHORTEST_MONTH);
      const above = isMonthly ? over(months, apart) + steps - total(months) : over(times, time);
      const others = steps - (isMonthly ? equalMonths : equal);
      return {
        step: isMonthly ? { months: apart } : { time },
        steps,
        gaps: above,
        shorter: others - above,
        longest: { row: longest.row, step: { time: longest.time } },
      };
    },
  };
}

const SHORTEST_MONTH = 28 * 86_400_000;

/** The months between two dates of the same day and time, or that both end a month. */
function monthsBetween(before: number, after: number): number | undefined {
  if (after - before < SHORTEST_MONTH) return undefined;
  const [a, b] = [new Date(before), new Date(after)];
  const endsMonth = (date: Date) => new Date(date.getTime() + 86_400_000).getUTCDate() === 1;
  const isSameDay = a.getUTCDate() === b.getUTCDate() || (endsMonth(a) && endsMonth(b));
  if (!isSameDay || before % 86_400_000 !== after % 86_400_000) return undefined;
  return 12 * (b.getUTCFullYear() - a.getUTCFullYear()) + b.getUTCMonth() - a.getUTCMonth();
}

function increment(counts: Map<number, number>, key: number): void {
  const known = counts.get(key);
  if (known !== undefined || counts.size < MOST_DISTANCES) counts.set(key, (known ?? 0) + 1);
}

function mostFrequent(counts: ReadonlyMap<number, number>): [key: number, count: number] {
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
}

const total = (counts: ReadonlyMap<number, number>): number =>
  [...counts.values()].reduce((sum, n) => sum + n, 0);

const over = (counts: ReadonlyMap<number, number>, key: number): number =>
  [...counts].reduce((sum, [distance, n]) => sum + (distance > key ? n : 0), 0);

/** A remark on dates that are not equally far apart; none where they are. */
export function noteOnSteps(column: string, summary: DateSummary | undefined): string[] {
  if (summary === undefined || summary.gaps + summary.shorter === 0) return [];
  const { step, steps, gaps, shorter, longest } = summary;
  const parts = [
    ...(gaps > 0 ? [`${count(gaps)} of ${count(steps)} are longer (gaps)`] : []),
    ...(shorter > 0 ? [`${count(shorter)} of ${count(steps)} are shorter`] : []),
  ];
  return [
    `column ${quote(column)}: the usual step is ${formatStep(step)}, ${parts.join(', ')}; the longest, ` +
      `${formatStep(longest.step)}, leads to row ${count(longest.row)}; rows are taken as equally far apart`,
  ];
}
