import { duration } from '../../core/format.js';
import type { Watch } from '../../core/watch.js';
import { openBar } from '../terminal/bar.js';
import type { Console } from '../terminal/console.js';

/** Seconds before a bar appears: an earlier one would flicker, and its estimate would be a guess. */
const SOON = 1;

/** Stops at the first signal, and shows a bar with the time left where stderr is a terminal. */
export function progressWatch(console: Console): Watch {
  const { watch } = console.stop;
  if (!console.err.isTTY) return watch;
  const bar = openBar(console);
  let began: number | undefined;
  return {
    ...watch,
    async pause(share) {
      if (share >= 1) {
        bar.stop();
        began = undefined;
      } else if (share >= 0) {
        began ??= performance.now();
        const seconds = (performance.now() - began) / 1000;
        if (seconds >= SOON) bar.update(share, [`${duration((seconds * (1 - share)) / share)} left`]);
      }
      await watch.pause(share);
    },
  };
}
