import { constants } from 'node:os';
import type { Watch } from '../../core/watch.js';
import { startWatchdog, type Watchdog } from './watchdog.js';

const watched = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The signal that asked to stop, as the reason of an aborted AbortSignal. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly exitCode: number;
  constructor(readonly signal: NodeJS.Signals) {
    super(`stopped by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** A graceful stop, and what to undo. */
export interface Stop {
  /** Aborted by the first signal, or by `request`. Work that waits for something listens to it. */
  readonly signal: AbortSignal;
  /** Asks to stop for another reason, such as a reader that has gone. */
  request(reason?: unknown): void;
  /**
   * The same for work that reports no progress. Its check() costs one read of shared memory, so that a loop may call it at
   * every turn.
   */
  readonly watch: Watch;
  /** The work has ended, and its last lines follow: no message among or after them confirms a signal. */
  end(): void;
  /** From now on a signal ends the process at once. */
  release(): void;
}

const leave = (signal: NodeJS.Signals): void => process.exit(new Interrupted(signal).exitCode);

let listening = false;
let handle = leave;
let interrupted: Interrupted | undefined;
let watching: Promise<Watchdog | undefined> | undefined;
const listeners = new Map(watched.map((signal) => [signal, () => handle(signal)]));

/**
 * Listens for Ctrl-C, kill and a closed terminal: the first thing the program does, before it loads the rest of itself.
 * Until watchSignals, and after its release, there is nothing to save, and a signal ends the process with 128 + n.
 */
export function listenForSignals(): void {
  if (listening) return;
  listening = true;
  for (const [signal, listener] of listeners) process.on(signal, listener);
}

/** Starts the thread that watchSignals will have listen, so that it gets ready while the program is loaded. */
export function loadWatchdog(): void {
  watching ??= startWatchdog((signal) => handle(signal));
}

/**
 * From now on the first signal only raises the flag, for the work to stop at its next step; the second exits at once.
 * `restore` restores the terminal before that. Where possible a second thread listens in place of this one, so that
 * signals are handled while this one computes (watchdog.ts).
 */
export async function watchSignals(restore: () => void): Promise<Stop> {
  listenForSignals();
  const controller = new AbortController();
  handle = (signal) => {
    if (interrupted !== undefined) {
      restore();
      leave(signal);
    }
    interrupted = new Interrupted(signal);
    controller.abort(interrupted);
  };
  loadWatchdog();
  const watchdog = await watching;
  if (watchdog) {
    // earlier signals are delivered in this turn of the event loop, before the listener is removed
    await new Promise((resolve) => setImmediate(resolve));
    for (const [signal, listener] of listeners) process.off(signal, listener);
  }
  const { signal } = controller;
  function check(): void {
    watchdog?.notice();
    if (interrupted) throw interrupted;
  }
  return {
    signal,
    request(reason) {
      if (reason instanceof Interrupted) interrupted ??= reason;
      controller.abort(reason);
    },
    watch: {
      signal,
      check,
      async pause() {
        await new Promise((resolve) => setTimeout(resolve));
        check();
        signal.throwIfAborted();
      },
    },
    end: () => watchdog?.end(),
    release() {
      watchdog?.end();
      watchdog?.notice();
      handle = leave;
    },
  };
}

/** The exit code of work that was stopped: 128 + n after a signal, 0 otherwise. */
export function exitCodeOfStop(): number {
  return interrupted?.exitCode ?? 0;
}
