import type { ChalkInstance } from 'chalk';
import type { ColorChoice } from '../options/common.js';
import { chalkFor } from './color.js';
import { createOutput, type Output } from './output.js';
import { Interrupted, watchSignals, type Stop } from './signals.js';

/** The environment of a command: stdout for data, stderr for people, and the signal to stop. */
export interface Console {
  readonly out: Output;
  readonly err: Output;
  /** Colors for stdout and for stderr; without color they return the text unchanged. */
  readonly outChalk: ChalkInstance;
  readonly errChalk: ChalkInstance;
  readonly stop: Stop;
  /** Calls `undo` when the command ends, in whatever way. */
  atExit(undo: () => void): void;
  /** Restores the terminal and stops listening. */
  close(): void;
}

export async function openConsole(color: ColorChoice): Promise<Console> {
  const undos: (() => void)[] = [];
  const restore = () => undos.splice(0).forEach((undo) => undo());
  process.on('exit', restore);
  const stop = await watchSignals(restore);
  // not every process of a terminal that was closed gets its signal
  const hangUp = () => stop.request(new Interrupted('SIGHUP'));
  return {
    out: createOutput(process.stdout, stop.signal, hangUp),
    err: createOutput(process.stderr, stop.signal, hangUp),
    outChalk: chalkFor(process.stdout, color),
    errChalk: chalkFor(process.stderr, color),
    stop,
    atExit: (undo) => void undos.push(undo),
    close() {
      stop.release();
      restore();
      process.off('exit', restore);
    },
  };
}
