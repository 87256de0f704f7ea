import type { Outcome, Row } from './row.js';

/** What came of a row. */
export interface Score extends Outcome {
  readonly row: Row;
  readonly seed: number;
  readonly seconds: number;
  /** The mutants on which the row did not turn red. */
  readonly unnoticed: readonly string[];
}

const BEGIN = '<!-- npm run reliability writes from here';
const END = '<!-- to here -->';

/** The scorecard as a Markdown table, with its date, and a line for everything that was left out. */
export function reliabilityTable(scores: readonly Score[], date = new Date()): string {
  const lines = scores.map(({ row, cases, failures, seed, seconds }) =>
    ['', row.number, row.fault, cases, cases - failures.length, seed, seconds.toFixed(0), '']
      .join(' | ')
      .trim(),
  );
  const skipped = scores.flatMap(({ row, skipped }) =>
    skipped ? [`- row ${row.number}: left out: ${skipped}`] : [],
  );
  const mutants = scores.reduce((sum, { row }) => sum + row.mutants.length, 0);
  const unnoticed = scores.reduce((sum, score) => sum + score.unnoticed.length, 0);
  const { node } = process.versions;
  return [
    `${date.toISOString().slice(0, 10)}, Node ${node}, ${process.platform} ${process.arch}:`,
    '',
    '| # | fault | cases | passed | seed | seconds |',
    '|---|---|---|---|---|---|',
    ...lines,
    '',
    ...(skipped.length > 0 ? skipped : ['- nothing was left out']),
    `- mutants that turned their row red: ${mutants - unnoticed} of ${mutants}`,
  ].join('\n');
}

/** `page` with what stands between its two marks replaced by `table`. */
export function replaceTable(page: string, table: string): string {
  const begin = page.indexOf('\n', page.indexOf(BEGIN)) + 1;
  const end = page.indexOf(END);
  if (begin === 0 || end < begin) throw new Error('the page has lost its marks');
  return `${page.slice(0, begin)}\n${table}\n\n${page.slice(end)}`;
}
