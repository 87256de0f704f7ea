/**
 * Awaited from time to time by long work, to handle signals, to stop by throwing, and to show progress.
 * A unit of work is about the time that the network needs for one symbol.
 */
export interface Pace {
  /** Runs a task of about so many units, which are reported to `pause`. A task within a task is a part of it. */
  task<T>(units: number, work: () => Promise<T>): Promise<T>;
  /** Awaited after every piece of work of a few milliseconds; so many units of the task are done. */
  pause(units?: number): Promise<void>;
}

/** Neither reports progress nor stops. */
export const unwatched: Pace = { task: (_units, work) => work(), pause: () => Promise.resolve() };

/** Milliseconds between two reports. */
const REPORT_MS = 40;

/** What a share may reach before its task has ended: units are estimates. */
const MOST_UNFINISHED = 0.999;

/**
 * Lets a Watch (core/watch.ts) handle events every 40 ms, and reports to it the share of the outermost task that is done.
 */
export function createPace(watch: { pause(share: number): Promise<void> }): Pace {
  let depth = 0;
  let [expected, done] = [0, 0];
  let last = performance.now();
  return {
    async task(units, work) {
      if (depth++ === 0) [expected, done] = [units, 0];
      const result = await work().finally(() => depth--);
      if (depth === 0) await watch.pause(1);
      return result;
    },
    async pause(units = 0) {
      done += units;
      if (performance.now() - last < REPORT_MS) return;
      await watch.pause(depth > 0 ? Math.min(MOST_UNFINISHED, done / expected) : NaN);
      last = performance.now();
    },
  };
}
