import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../test/helpers/browser.js';
import { framesByClock, framesInTrace, type Frame } from './page/frames.js';
import { makeReport, openReport, type Opened } from './page/report.js';
import { trainInNode, trainInPage, type PageTraining, type Rates } from './page/training.js';
import { median, printRow } from './table.js';

/**
 * The figures of docs/page.md, after `npm run build`: `node dist/bench/page.js [seconds]`. The page and Node train the preset
 * `quick` on the same text in turns, each for so many seconds, three times. Then the page does all it can at once until a
 * search has ended, and its frames are measured: by the clock alone, and once more in a trace, which says how long the
 * main thread was on a processor in each. At last a report is opened three times. Each figure stands beside what is
 * demanded of it. Processor time (Linux) is that of the page's workers, of its main thread and of Node: on a busy machine
 * it is what can be compared.
 */
const seconds = Number(process.argv[2] ?? 12);
const ROUNDS = 3;

/** Not stderr, so that a log has all in order. */
const note = (line: string): void => console.log(`${line}; load ${loadavg()[0]!.toFixed(1)}`);

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;
const milliseconds = (ms: number): string => `${ms.toFixed(0)} ms`;

const ratesIn = ({ elapsed, processor }: Rates): string =>
  `${elapsed.toFixed(1)} steps/s, ${processor.toFixed(1)} per processor second`;

interface Pair {
  readonly page: PageTraining;
  readonly node: Rates;
}

async function trainInTurns(browser: Browser): Promise<Pair> {
  const page = await trainInPage(browser, seconds);
  note(`page  ${ratesIn(page.rates)}; first loss after ${milliseconds(page.firstLoss)}`);
  const node = await trainInNode(page.text, seconds);
  note(`Node  ${ratesIn(node)}`);
  return { page, node };
}

/** What is long for a frame, in milliseconds. */
const LONG = 50;

/** The longest frame by the clock, and the most that the main thread was on a processor in one. */
async function watchFrames(browser: Browser): Promise<Frame> {
  const untraced = await framesByClock(browser);
  const isLong = (elapsed: number): boolean => elapsed > LONG;
  const elapsed = Math.max(...untraced);
  note(
    `frames  ${untraced.length}; longest ${milliseconds(elapsed)}; ${untraced.filter(isLong).length} over ${LONG} ms`,
  );
  const traced = await framesInTrace(browser);
  const longest = traced.reduce((a, b) => (b.elapsed > a.elapsed ? b : a));
  const processor = Math.max(...traced.map((frame) => frame.processor));
  note(
    `traced  ${traced.length}; longest ${milliseconds(longest.elapsed)}, of it the main thread worked ` +
      `${milliseconds(longest.processor)} and waited for the rest; in no frame did it work longer than ` +
      `${milliseconds(processor)}; ${traced.filter((frame) => isLong(frame.elapsed)).length} over ${LONG} ms`,
  );
  return { elapsed, processor };
}

async function open(browser: Browser, file: string): Promise<Opened> {
  const opened = await openReport(browser, file);
  const { firstPaint, read, done, processor } = opened;
  const [painted, took, at, worked] = [firstPaint, read, done, processor].map(milliseconds);
  note(
    `report  first paint ${painted}; all cells read in ${took}, at ${at}; workers: ${worked} of a processor`,
  );
  return opened;
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

interface Measured {
  readonly pairs: readonly Pair[];
  readonly frame: Frame;
  readonly reports: readonly Opened[];
  /** Bytes of a report. */
  readonly reportSize: number;
}

/** Medians, but the worst frame. */
function printFigures({ pairs, frame, reports, reportSize }: Measured): void {
  const medianOf = <T>(from: readonly T[], figure: (of: T) => number): number => median(from.map(figure));
  const shareBy = (time: keyof Rates): string =>
    percent(medianOf(pairs, ({ page, node }) => page.rates[time] / node[time]));
  const page = statSync(fileURLToPath(new URL('../play.html', import.meta.url))).size;
  console.log('');
  printRow(['', 'demand', 'elapsed', 'of a processor']);
  printRow(['---', '---', '--:', '--:']);
  printRow(["speed of training, of Node's", '≥ 80 %', shareBy('elapsed'), shareBy('processor')]);
  printRow([
    'first loss after the click',
    '≤ 1 s',
    milliseconds(medianOf(pairs, (of) => of.page.firstLoss)),
    '',
  ]);
  printRow(['longest frame', `≤ ${LONG} ms`, milliseconds(frame.elapsed), milliseconds(frame.processor)]);
  printRow(['first paint of a report', '≤ 1 s', milliseconds(medianOf(reports, (of) => of.firstPaint)), '']);
  printRow([
    'all its cells are read in',
    '≤ 3 s',
    milliseconds(medianOf(reports, ({ read }) => read)),
    milliseconds(medianOf(reports, ({ processor }) => processor)),
  ]);
  printRow(['size of the page, of the report', '≤ 1.2 MB, 1.8 MB', kilobytes(page), kilobytes(reportSize)]);
}

const directory = mkdtempSync(join(tmpdir(), 'char-rnn-bench-page-'));
const browser = await openBrowser();
if (browser === null) throw new Error('there is no Chromium; set CHROMIUM to its path');
try {
  const pairs: Pair[] = [];
  while (pairs.length < ROUNDS) pairs.push(await trainInTurns(browser));
  const file = join(directory, 'report.html');
  const frame = await watchFrames(browser);
  const reportSize = await makeReport(pairs[0]!.page.text, file);
  const reports: Opened[] = [];
  while (reports.length < ROUNDS) reports.push(await open(browser, file));
  printFigures({ pairs, frame, reports, reportSize });
} finally {
  await browser.close();
  rmSync(directory, { recursive: true });
}
