import { closeSync, constants as flags, openSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { parentPort, workerData } from 'node:worker_threads';
import { RESTORE } from './restore.js';
import { ENDED, RECEIVED, HANDLED, NUMBERS, WORDS } from './watchdog.js';

/** Milliseconds that the main thread has to end after the first signal before a message confirms the signal. */
const SAY_AFTER = 600;
/** Milliseconds that it has to exit by itself at the second one. */
const LEAVE_AFTER = 1000;
const HEARD_LINE = 'char-rnn: stopping; a second signal leaves at once\n';

/** Node's own handle of a signal: process.on('SIGINT') is for the main thread only, the handle is for any. */
interface SignalHandle {
  onsignal(number: number): void;
  start(number: number): number;
  close(): void;
}

const words = workerData as Int32Array;

/** Opened again, so that a full pipe or a stopped terminal refuses the text instead of blocking this thread. */
function say(text: string): void {
  try {
    const fd = openSync('/proc/self/fd/2', flags.O_WRONLY | flags.O_APPEND | flags.O_NONBLOCK);
    writeSync(fd, text);
    closeSync(fd);
  } catch (error) {
    // a socket cannot be opened; the main thread has made it non-blocking
    if ((error as NodeJS.ErrnoException).code === 'ENXIO') attempt(() => writeSync(2, text));
  }
}

function attempt(action: () => unknown): void {
  try {
    action();
  } catch {
    // a stalled reader gets no message
  }
}

function listen(): void {
  process.noDeprecation = true; // the binding is said to be deprecated, and has no successor
  const { binding } = process as unknown as { binding(name: string): { Signal: new () => SignalHandle } };
  const { Signal } = binding('signal_wrap');
  const { SIGINT, SIGTERM, SIGHUP } = constants.signals;
  const handles = [SIGINT, SIGTERM, SIGHUP].map((number) => {
    const handle = new Signal();
    handle.onsignal = hear;
    if (handle.start(number) !== 0) throw new Error('no handle for a signal');
    return handle;
  });

  function hear(number: number): void {
    const count = Atomics.load(words, RECEIVED);
    Atomics.store(words, NUMBERS + (count % (WORDS - NUMBERS)), number);
    Atomics.add(words, RECEIVED, 1);
    parentPort!.postMessage(null);
    if (count === 0) setTimeout(confirm, SAY_AFTER);
    else setTimeout(() => leaveBy(number), LEAVE_AFTER);
  }

  function confirm(): void {
    if (Atomics.load(words, ENDED) === 0) say(HEARD_LINE);
  }

  /** Without a handle, the signal does what it does to any program. */
  function leaveBy(number: number): void {
    if (Atomics.load(words, HANDLED) >= 2) return; // the main thread is leaving
    if (isatty(2)) say(RESTORE);
    for (const handle of handles) handle.close();
    setImmediate(() => process.kill(process.pid, number));
  }
}

listen();
parentPort!.postMessage('listening');
setInterval(() => {}, 2 ** 30); // the handles alone would not keep this thread alive
