import { many } from '../../core/format.js';
import type { CalendarField } from '../../core/snapshot.js';

// Dates are milliseconds of UTC, as Date counts them. A date without an offset is taken as UTC.

const ISO =
  /^(\d{4})([-/])(\d{1,2})(?:\2(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[-+]\d{2}:?\d{2})?)?)?$/;
const NAMED = /^([A-Za-z]{3})[a-z]*\.? (?:(\d{1,2}),? )?(\d{4})$/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The date in a cell: `2024-03-01`, `2024/3/1 14:30`, `2024-03-01T14:30:00+01:00`, `2024-03`, `Mar 1 2024`; else undefined. */
export function parseDate(cell: string): number | undefined {
  const text = cell.trim();
  const named = NAMED.exec(text);
  if (named) {
    const month = MONTHS.indexOf(named[1]!.toLowerCase());
    return month < 0 ? undefined : dateOf(Number(named[3]), month, Number(named[2] ?? 1));
  }
  const iso = ISO.exec(text);
  if (iso === null) return undefined;
  const [, year, , month, day = 1, hour = 0, minute = 0, second = 0, zone = 'Z'] = iso;
  const date = dateOf(Number(year), Number(month) - 1, Number(day));
  if (date === undefined || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return undefined;
  return date + ((Number(hour) * 60 + Number(minute) - offsetOf(zone)) * 60 + Number(second)) * 1000;
}

/** Midnight of a day that exists. */
function dateOf(year: number, month: number, day: number): number | undefined {
  const time = Date.UTC(year, month, day);
  const date = new Date(time);
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month && date.getUTCDate() === day;
  return exists ? time : undefined;
}

/** Minutes. */
function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [zone.slice(1, 3), zone.slice(-2)].map(Number);
  return (zone.startsWith('-') ? -1 : 1) * (hours! * 60 + minutes!);
}

/** A date as it is written: with the time where that is not midnight, or always. */
export function formatDate(time: number, hasTime = timeOfDay(time) > 0): string {
  return new Date(time).toISOString().slice(0, hasTime ? 19 : 10);
}

/** Dates as they are written below each other. */
export function formatDates(times: readonly (number | undefined)[]): (string | undefined)[] {
  const hasTime = times.some((time) => time !== undefined && timeOfDay(time) > 0);
  return times.map((time) => (time === undefined ? undefined : formatDate(time, hasTime)));
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The distance of two rows: a time, or whole months, whose lengths differ. */
export type DateStep = { readonly months: number } | { readonly time: number };

/** The date n steps later. A day that a month does not have becomes its last one. */
export function advance(time: number, step: DateStep, n: number): number {
  if ('time' in step) return time + n * step.time;
  const date = new Date(time);
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth() + n * step.months;
  const [year, month] = [Math.floor(months / 12), months % 12];
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), days)) + timeOfDay(time);
}

const timeOfDay = (time: number): number => ((time % DAY) + DAY) % DAY;

/** `1 hour`, `7 days`, `1 month`. */
export function formatStep(step: DateStep): string {
  if ('months' in step)
    return step.months % 12 === 0 ? many(step.months / 12, 'year') : many(step.months, 'month');
  const units = [['day', DAY], ['hour', HOUR], ['minute', 60_000], ['second', 1000]] as const; // prettier-ignore
  const [name, unit] = units.find(([, unit]) => step.time % unit === 0) ?? ['ms', 1];
  return many(step.time / unit, name);
}

/** The fields of the calendar that differ between rows of such steps. */
export function fieldsOf(step: DateStep): CalendarField[] {
  const time = 'time' in step ? step.time : step.months * 30.5 * DAY;
  const longest: [CalendarField, number][] = [['hour', DAY], ['weekday', 7 * DAY], ['month', 365 * DAY]]; // prettier-ignore
  return longest.filter(([, period]) => time < period).map(([field]) => field);
}

/** Where a date lies in the day, the week or the year: 0 to 1. */
function phaseOf(time: number, field: CalendarField): number {
  const date = new Date(time);
  if (field === 'hour') return timeOfDay(time) / DAY;
  if (field === 'weekday') return date.getUTCDay() / 7;
  return (date.getUTCMonth() + (date.getUTCDate() - 1) / 31) / 12;
}

/** Writes the sine and the cosine of each phase to `into` from `at` on. */
export function writeCalendar(
  time: number,
  fields: readonly CalendarField[],
  into: { [index: number]: number },
  at: number,
): void {
  fields.forEach((field, i) => {
    const angle = 2 * Math.PI * phaseOf(time, field);
    into[at + 2 * i] = Math.sin(angle);
    into[at + 2 * i + 1] = Math.cos(angle);
  });
}
