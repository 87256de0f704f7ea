import type { Browser, Page } from 'playwright-core';

/** The longest things that the main thread of a page did, in milliseconds. */
export interface Longest {
  /** A task by processor time: what a frame waits for on an idle machine. */
  readonly task: number;
  /** Elapsed between two frames, which includes what other programs take. */
  readonly frame: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string };
  /** Microseconds of processor time. */
  readonly tdur?: number;
}

/** Watches the main thread from now on; the function returned ends that. */
export async function watchTasks(browser: Browser, page: Page): Promise<() => Promise<Longest>> {
  await browser.startTracing(page, { categories: ['toplevel'] });
  await page.evaluate(watchFrames);
  return async () => {
    const frame = await page.evaluate(() => (window as unknown as { longestFrame: number }).longestFrame);
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
      traceEvents: TraceEvent[];
    };
    return { task: longestTask(traceEvents), frame };
  };
}

function watchFrames(): void {
  const seen = window as unknown as { longestFrame: number };
  seen.longestFrame = 0;
  let last = performance.now();
  const next = (now: number): void => {
    seen.longestFrame = Math.max(seen.longestFrame, now - last);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}

function longestTask(events: readonly TraceEvent[]): number {
  const isMain = (event: TraceEvent): boolean =>
    event.name === 'thread_name' && event.args.name === 'CrRendererMain';
  const mains = new Set(events.filter(isMain).map(({ pid, tid }) => `${pid}:${tid}`));
  const tasks = events.filter(
    ({ name, ph, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && mains.has(`${pid}:${tid}`),
  );
  return tasks.reduce((longest, { tdur }) => Math.max(longest, (tdur ?? 0) / 1000), 0);
}
