import { createRng } from '../src/core/rng.js';
import { csv, type CorpusFiles, type Row } from './table-text.js';

const formats = (
  [
    ['en-US', { dateStyle: 'full' }], // Tuesday, March 5, 2024
    ['en-US', { dateStyle: 'medium' }], // Mar 5, 2024
    ['en-US', { year: 'numeric', month: 'numeric', day: 'numeric' }], // 3/5/2024
    ['en-GB', { dateStyle: 'long' }], // 5 March 2024
    ['de', { dateStyle: 'long' }], // 5. März 2024
    ['de', { year: 'numeric', month: 'numeric', day: 'numeric' }], // 5.3.2024
    ['fr', { dateStyle: 'full' }], // mardi 5 mars 2024
    ['es', { dateStyle: 'long' }], // 5 de marzo de 2024
    ['ja', { dateStyle: 'long' }], // 2024年3月5日
  ] as const
).map(([locale, options]) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }));

const DAY = 24 * 60 * 60 * 1000;
const FIRST = Date.UTC(1900, 0, 1);
const DAYS = Math.round((Date.UTC(2100, 0, 1) - FIRST) / DAY);

/** A date as people write it, in parts, and the day that it is: 2024-03-05. */
interface WrittenDate {
  readonly text: string;
  readonly parts: readonly Intl.DateTimeFormatPart[];
  readonly iso: string;
}

/** Dates from 1900 to 2099 in nine formats of Node's Intl locales, none of which can be read in two ways; all differ. */
export function writtenDates(count: number, seed: number): WrittenDate[] {
  const rng = createRng(seed);
  const dates = new Map<string, WrittenDate>();
  while (dates.size < count) {
    const day = new Date(FIRST + rng.below(DAYS) * DAY);
    const parts = formats[rng.below(formats.length)]!.formatToParts(day);
    const text = parts.map(({ value }) => value).join('');
    dates.set(text, { text, parts, iso: day.toISOString().slice(0, 10) });
  }
  return [...dates.values()];
}

/** Dates and their ISO form, for `--task translate`: 20,000 to train on and 2,000 more for the test. */
export async function dates(): Promise<CorpusFiles> {
  const rows = writtenDates(22_000, 1).map(({ text, iso }) => [text, iso]);
  const header = ['date', 'iso'];
  return {
    'dates-20k.csv': await csv(header, rows.slice(0, 20_000)),
    'dates-test.csv': await csv(header, rows.slice(20_000)),
  };
}

const tagOf: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {
  year: 'y',
  month: 'm',
  day: 'd',
  weekday: 'w',
};

/** The two small tables of dates that are committed: to translate, and to tag (which part of the date a character is of). */
export async function smallDates(): Promise<CorpusFiles> {
  const tags = ({ parts }: WrittenDate) =>
    parts.map(({ type, value }) => (tagOf[type] ?? '-').repeat(value.length)).join('');
  const translated: Row[] = writtenDates(2500, 2).map(({ text, iso }) => [text, iso]);
  const tagged: Row[] = writtenDates(1500, 3).map((date) => [date.text, tags(date)]);
  return {
    'dates.csv': await csv(['date', 'iso'], translated),
    'date-parts.csv': await csv(['date', 'parts'], tagged),
  };
}
