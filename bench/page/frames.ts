import type { Browser, Page } from 'playwright-core';
import { openPage } from './training.js';

/** Milliseconds between two frames of a page. */
export interface Frame {
  readonly elapsed: number;
  /** Of a processor, by the main thread; the rest it waited: for the next frame, or for a processor. */
  readonly processor: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: when, how long, and how much of it on a processor. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

/** The frames of a page that does all it can at once, by the clock: with nothing that traces it. */
export async function framesByClock(browser: Browser): Promise<number[]> {
  const page = await openPage(browser);
  await trainWithAll(page);
  const marks = await page.evaluate(() =>
    performance.getEntriesByName('frame').map(({ startTime }) => startTime),
  );
  await page.close();
  return marks.slice(1).map((at, i) => at - marks[i]!);
}

/** The same from a trace, with the time that the main thread was on a processor. */
export async function framesInTrace(browser: Browser): Promise<Frame[]> {
  const page = await openPage(browser);
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] });
  await trainWithAll(page);
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  await page.close();
  return framesOf(trace.traceEvents.sort((a, b) => a.ts - b.ts));
}

/** Trains and writes samples, while the cells are read again and again, until a search has ended and is shown. */
async function trainWithAll(page: Page): Promise<void> {
  await page.evaluate(markFrames);
  await page.click('#train');
  const isFound = () => document.getElementById('rank-note')!.textContent!.includes('tracked');
  await page.waitForFunction(isFound, null, { polling: 500 });
  await page.waitForTimeout(1000);
}

function markFrames(): void {
  performance.mark('frame');
  requestAnimationFrame(markFrames);
}

function framesOf(events: readonly TraceEvent[]): Frame[] {
  const marks = events.filter(({ name, ph }) => name === 'frame' && ph !== 'M');
  const { pid, tid } = marks[0]!;
  const onMain = events.filter((event) => event.pid === pid && event.tid === tid);
  const tasks = outermost(onMain.filter(({ name, ph }) => ph === 'X' && name.endsWith('RunTask')));
  return marks.slice(1).map(({ ts: to }, i) => {
    const from = marks[i]!.ts;
    const processor = tasks.reduce((sum, task) => sum + within(task, from, to), 0);
    return { elapsed: (to - from) / 1000, processor: processor / 1000 };
  });
}

/** Without the tasks that are recorded as parts of others. */
function outermost(tasks: readonly TraceEvent[]): TraceEvent[] {
  let end = 0;
  return tasks.filter(({ ts, dur = 0 }) => {
    if (ts < end) return false;
    end = ts + dur;
    return true;
  });
}

/** The processor time of a task within [from, to), as if it were spread evenly. */
function within({ ts, dur = 0, tdur = 0 }: TraceEvent, from: number, to: number): number {
  const shared = Math.min(ts + dur, to) - Math.max(ts, from);
  return shared > 0 ? (tdur * shared) / dur : 0;
}
