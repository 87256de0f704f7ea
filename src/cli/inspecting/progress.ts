import { createPace, type Pace } from '../../inspect/forward/pace.js';
import { openBar } from '../terminal/bar.js';
import type { Console } from '../terminal/console.js';
import { duration } from '../../core/format.js';

/** Seconds before a bar appears: an earlier one would flicker, and its estimate would be a guess. */
const SOON = 1;

/** A Pace that stops at the first signal, and shows a bar with the time left where stderr is a terminal. */
export function watchedPace(console: Console): Pace {
  const throwIfStopped = () => console.stop.signal.throwIfAborted();
  if (!console.err.isTTY) return createPace(throwIfStopped);
  const bar = openBar(console);
  return createPace(throwIfStopped, {
    onProgress(share, seconds) {
      if (seconds < SOON) return;
      bar.update(share, [`${duration((seconds * (1 - share)) / share)} left`]);
    },
    onEnd: bar.stop,
  });
}
