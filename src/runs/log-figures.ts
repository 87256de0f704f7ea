import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { disk } from '../disk/disk.js';
import { logColumns } from './log.js';

/** What a log.csv says of a run as a whole; null where it says nothing (yet). */
export interface LogFigures {
  /** The lowest validation loss, and the test after it: of the best weights. */
  readonly best: Measured | null;
  readonly test: Measured | null;
  readonly epochs: number | null;
  /** The median of the steps. */
  readonly charactersPerSecond: number | null;
  readonly seconds: number | null;
}

/** A loss and the metrics beside it, by name. */
export interface Measured {
  readonly loss: number;
  readonly epoch: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Reads a log line by line; a last line that is still being written is left out. Empty where there is no such file. */
export async function readLogFigures(file: string): Promise<LogFigures> {
  let [best, test]: (Measured | null)[] = [null, null];
  let [epochs, seconds]: (number | null)[] = [null, null];
  const rates: number[] = [];
  let metrics: string[] | undefined;
  if (disk.stat(file)?.isFile()) {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      const cells = line.split(',');
      metrics ??= cells.slice(logColumns.length);
      const [, epoch, split, loss, , , , rate, time] = cells;
      const value = Number(loss);
      if (!Number.isFinite(value) || !['train', 'validation', 'test'].includes(split ?? '')) continue;
      epochs = Number(epoch);
      if (split === 'train') {
        if (time === undefined) continue;
        seconds = Number(time);
        rates.push(Number(rate));
        continue;
      }
      const own = metrics.map((name, k): [string, string] => [name, cells[logColumns.length + k] ?? '']);
      const measured = own.filter(([, text]) => text !== '').map(([name, text]) => [name, Number(text)]);
      const figures = { loss: value, epoch: epochs, metrics: Object.fromEntries(measured) };
      if (split === 'test') test = figures;
      else if (best === null || value < best.loss) best = figures;
    }
  }
  rates.sort((a, b) => a - b);
  const charactersPerSecond = rates[Math.floor(rates.length / 2)] ?? null;
  return { best, test, epochs, charactersPerSecond, seconds };
}
