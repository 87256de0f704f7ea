import { constants } from 'node:os';

const WATCHED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The signal that asked to stop, as the reason of an aborted AbortSignal. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly exitCode: number;
  constructor(readonly signal: NodeJS.Signals) {
    super(`stopped by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** A way to stop politely, and what to undo. */
export interface Stop {
  /** Aborted by the first signal, or by `request`. */
  readonly signal: AbortSignal;
  /** Asks to stop for another reason, such as a reader that has gone. */
  request(reason?: unknown): void;
  /** Takes the handlers away. */
  release(): void;
}

/**
 * Listens for Ctrl-C, kill and a closed terminal. The first one only raises the flag, for the work to stop at its
 * next step; the second leaves at once. `restore` puts the terminal in order before leaving.
 */
export function watchSignals(restore: () => void): Stop {
  const controller = new AbortController();
  const handle = (signal: NodeJS.Signals): void => {
    if (!controller.signal.aborted) return controller.abort(new Interrupted(signal));
    restore();
    process.exit(new Interrupted(signal).exitCode);
  };
  for (const signal of WATCHED) process.on(signal, handle);
  return {
    signal: controller.signal,
    request: (reason) => controller.abort(reason),
    release() {
      for (const signal of WATCHED) process.off(signal, handle);
    },
  };
}

/** The exit code of work that was stopped through `signal`: 128 + n after a signal, 0 otherwise. */
export function exitCodeOf(signal: AbortSignal): number {
  return signal.reason instanceof Interrupted ? signal.reason.exitCode : 0;
}
