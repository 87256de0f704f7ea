import { constants } from 'node:os';
import type { Worker } from 'node:worker_threads';

/**
 * The 32-bit words that both threads see: signals received, signals handled by the main thread, whether its work has
 * ended, then the signals' numbers.
 */
export const [RECEIVED, HANDLED, ENDED, NUMBERS, WORDS] = [0, 1, 2, 3, 16] as const;

export interface Watchdog {
  /** Passes on the signals received meanwhile. */
  notice(): void;
  /** The work has ended: signals are no longer confirmed. */
  end(): void;
}

/**
 * Starts a thread that receives signals in place of the main one, which may compute for seconds or wait for a stalled
 * reader. It wakes the main thread; if that does not respond, it confirms the signal on stderr, and at the second one
 * ends the process by that signal. undefined where a thread cannot receive signals.
 */
export async function startWatchdog(
  onSignal: (signal: NodeJS.Signals) => void,
): Promise<Watchdog | undefined> {
  const { Worker } = await import('node:worker_threads');
  const words = new Int32Array(new SharedArrayBuffer(4 * WORDS));
  const worker = new Worker(new URL('./watchdog-worker.js', import.meta.url), {
    workerData: words,
    execArgv: [],
  });
  if (!(await isListening(worker))) return undefined;
  function notice(): void {
    while (Atomics.load(words, HANDLED) < Atomics.load(words, RECEIVED)) {
      const index = Atomics.add(words, HANDLED, 1);
      onSignal(nameOf(Atomics.load(words, NUMBERS + (index % (WORDS - NUMBERS)))));
    }
  }
  worker.on('message', notice);
  worker.unref(); // here, as a new listener keeps the process alive
  return { notice, end: () => void Atomics.store(words, ENDED, 1) };
}

/** Whether the thread is listening; it ends if it cannot. */
function isListening(worker: Worker): Promise<boolean> {
  return new Promise((resolve) => {
    worker.once('message', () => resolve(true));
    worker.once('error', () => resolve(false));
    worker.once('exit', () => resolve(false));
  });
}

function nameOf(number: number): NodeJS.Signals {
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found![0] as NodeJS.Signals;
}
