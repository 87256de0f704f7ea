/**
 * What long work awaits now and then: the moment to let signals in, to stop by throwing, and to show how far it is.
 * A unit of work is about the time that the network needs for one symbol.
 */
export interface Pace {
  /** Runs work of about so many units, parts of which are reported to `pause`. A task within a task is a part of it. */
  task<T>(units: number, work: () => Promise<T>): Promise<T>;
  /** Awaited after every piece of work of a few milliseconds; so many units of the task are done. */
  pause(units?: number): Promise<void>;
}

/** Neither reports progress nor stops. */
export const unwatched: Pace = { task: (_units, work) => work(), pause: () => Promise.resolve() };

/** Milliseconds between two looks at the event loop. */
const OFTEN = 40;

/** Who watches a Pace. */
interface Watcher {
  /** The share of the outermost task that is done, and the seconds it has taken. */
  onProgress(share: number, seconds: number): void;
  /** The outermost task has ended, well or not. */
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
