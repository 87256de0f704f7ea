import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { Console } from '../terminal/console.js';

/** Networks on clips and images read so many at once. */
const BATCH = 50;

/** The same items; after each batch the event loop gets a turn, and a signal that came meanwhile ends the iteration by throwing. */
export async function* interruptible<T>(items: Iterable<T>, stop: Console['stop']): AsyncGenerator<T> {
  let count = 0;
  for (const item of items) {
    if (count++ % BATCH === 0) {
      await yieldToEventLoop();
      stop.throwIfRequested();
    }
    yield item;
  }
}
