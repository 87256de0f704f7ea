import { duration } from '../../core/format.js';
import type { Watch } from '../../core/watch.js';
import { openBar } from './bar.js';
import type { Console } from './console.js';

/** A watch that shows how far the work is. */
export interface Progress extends Watch {
  /** Removes the bar. */
  end(): void;
}

/** Milliseconds between two turns of the event loop, in which signals arrive and the bar is drawn. */
const REFRESH_MS = 40;

/** Seconds of work before a bar appears: an earlier one would flicker, and its estimate would be a guess. */
const BAR_AFTER_S = 1;

/** Stops at the first signal, and shows a bar with the time left where stderr is a terminal. */
export function openProgress(console: Console): Progress {
  const { watch } = console.stop;
  const bar = console.err.isTTY ? openBar(console) : undefined;
  let last = performance.now();
  let [began, from] = [last, 0];
  return {
    ...watch,
    async pause(share) {
      const now = performance.now();
      if (share >= 1) bar?.stop();
      else if (now - last < REFRESH_MS) return;
      last = now;
      if (share < from || share >= 1) [began, from] = [now, share < 1 ? share : 0]; // other work begins
      const seconds = (now - began) / 1000;
      if (bar && seconds > BAR_AFTER_S && share > 0 && share < 1) {
        bar.update(share, [`${duration((seconds * (1 - share)) / share)} left`]);
      }
      if (share < 1) from = share;
      await watch.pause(share);
    },
    end: () => bar?.stop(),
  };
}
