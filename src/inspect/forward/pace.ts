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

/** Milliseconds between two turns of the event loop. */
const OFTEN = 40;

/** The observer of a Pace. */
interface Watcher {
  /** The fraction of the outermost task that is done, and the seconds it has taken. */
  onProgress(share: number, seconds: number): void;
  /** The outermost task has ended, successfully or not. */
  onEnd(): void;
}

/** Yields to the event loop every 40 ms, and calls `throwIfStopped` there. */
export function createPace(throwIfStopped: () => void, watcher?: Watcher): Pace {
  let depth = 0;
  let [expected, done, began] = [0, 0, 0];
  let last = performance.now();
  return {
    async task(units, work) {
      if (depth++ === 0) [expected, done, began] = [units, 0, performance.now()];
      try {
        return await work();
      } finally {
        if (--depth === 0) watcher?.onEnd();
      }
    },
    async pause(units = 0) {
      done += units;
      const now = performance.now();
      if (now - last < OFTEN) return;
      if (depth > 0) watcher?.onProgress(Math.min(1, done / expected), (now - began) / 1000);
      await new Promise((resolve) => setTimeout(resolve));
      throwIfStopped();
      last = performance.now();
    },
  };
}
