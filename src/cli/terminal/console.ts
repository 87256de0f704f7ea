import type { ChalkInstance } from 'chalk';
import type { ColorChoice } from '../options/common.js';
import { chalkFor } from './color.js';
import { createOutput, type Output } from './output.js';
import { Interrupted, watchSignals, type Stop } from './signals.js';

/** All that a command sees of the world it runs in: stdout for data, stderr for people, and when to stop. */
export interface Console {
  readonly out: Output;
  readonly err: Output;
  /** Colors for stdout and for stderr; they paint nothing where there is to be no color. */
  readonly outChalk: ChalkInstance;
  readonly errChalk: ChalkInstance;
  readonly stop: Stop;
  /** Does `undo` when the command is over, however it ends. */
  atExit(undo: () => void): void;
  /** Puts the terminal in order and stops listening. */
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
      restore();
      process.off('exit', restore);
      stop.release();
    },
  };
}
