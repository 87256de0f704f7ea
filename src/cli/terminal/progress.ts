import { duration } from '../../core/format.js';
import { openBar } from './bar.js';
import type { Console } from './console.js';

/** Progress of work that has an end. */
export interface Progress {
  /**
   * Awaited from time to time with the fraction that is done, 0 to 1: handles signals, and throws when one asked to
   * stop.
   */
  report(share: number): Promise<void>;
  /** Throws when a signal asked to stop; for synchronous work. */
  check(): void;
  /** Removes the bar. */
  end(): void;
}

/** Milliseconds between two turns of the event loop. */
const OFTEN = 40;
/** Seconds of work before a bar appears. */
const SOON = 1;

/** Progress that shows a bar with the time left where stderr is a terminal. */
export function openProgress(console: Console): Progress {
  const bar = console.err.isTTY ? openBar(console) : undefined;
  let last = performance.now();
  let [began, from] = [last, 0];
  return {
    async report(share) {
      const now = performance.now();
      if (now - last < OFTEN) return;
      last = now;
      if (share < from) [began, from] = [now, share]; // other work begins
      const seconds = (now - began) / 1000;
      if (bar && seconds > SOON && share > 0) {
        bar.update(share, [`${duration((seconds * (1 - share)) / share)} left`]);
      }
      from = share;
      await new Promise((resolve) => setTimeout(resolve));
      console.stop.throwIfRequested();
      console.stop.signal.throwIfAborted();
    },
    check: () => console.stop.throwIfRequested(),
    end: () => bar?.stop(),
  };
}
