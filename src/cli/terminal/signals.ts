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
  /** From now on a signal ends the process at once. */
  release(): void;
}

const leave = (signal: NodeJS.Signals): void => process.exit(new Interrupted(signal).exitCode);

let listening = false;
let handle = leave;

/**
 * Listens for Ctrl-C, kill and a closed terminal: the first thing the program does, before it loads the rest of itself.
 * Until watchSignals, and after its release, there is nothing to save, and a signal ends the process with 128 + n.
 */
export function listenForSignals(): void {
  if (listening) return;
  listening = true;
  for (const signal of WATCHED) process.on(signal, () => handle(signal));
}

/**
 * From now on the first signal only raises the flag, for the work to stop at its next step; the second leaves at once.
 * `restore` puts the terminal in order before leaving.
 */
export function watchSignals(restore: () => void): Stop {
  listenForSignals();
  const controller = new AbortController();
  handle = (signal) => {
    if (!controller.signal.aborted) return controller.abort(new Interrupted(signal));
    restore();
    leave(signal);
  };
  return {
    signal: controller.signal,
    request: (reason) => controller.abort(reason),
    release() {
      handle = leave;
    },
  };
}

/** The exit code of work that was stopped through `signal`: 128 + n after a signal, 0 otherwise. */
export function exitCodeOf(signal: AbortSignal): number {
  return signal.reason instanceof Interrupted ? signal.reason.exitCode : 0;
}
