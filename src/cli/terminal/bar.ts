import { SingleBar } from 'cli-progress';
import type { Console } from './console.js';

/** A progress bar on stderr that lines can be printed above. */
export interface Bar {
  /** `share` of the way, 0 to 1 (NaN where there is no end), and what to write beside it, most important first. */
  update(share: number, words: readonly string[]): void;
  /** Prints lines above the bar. */
  print(lines: readonly string[]): void;
  stop(): void;
}

const WIDEST = 30;
const NARROWEST = 8;

/** The bar fits itself to the window at every redraw; the cursor comes back however the program ends. */
export function openBar({ err, errInk, atExit }: Console): Bar {
  const bar = new SingleBar({
    stream: process.stderr,
    format: (_options, { value }, { words }) => {
      const line = layOut(value, words ?? [], err.columns - 1);
      return line.bar === '' ? line.text : `${errInk.cyan(line.bar)}${errInk.dim(line.rest)}  ${line.text}`;
    },
    hideCursor: true,
    gracefulExit: false,
    clearOnComplete: true,
    linewrap: false,
    fps: 10,
  });
  let running = false;
  function stop(): void {
    if (!running) return;
    running = false;
    bar.stop();
  }
  atExit(stop);
  return {
    update(share, words) {
      if (process.stderr.writableLength > 0) return; // a terminal that is held needs no new bar
      if (!running) bar.start(1, share, { words });
      else bar.update(share, { words });
      running = true;
    },
    print(lines) {
      stop(); // wipes the bar, which comes back below at its next update
      process.stderr.write(lines.map((line) => `${line}\n`).join(''));
    },
    stop,
  };
}

/** As many of `words` as fit into `width` columns, and a bar in what is left. */
export function layOut(
  share: number,
  words: readonly string[],
  width: number,
): { bar: string; rest: string; text: string } {
  let text = '';
  for (const word of words) {
    const longer = text === '' ? word : `${text}  ${word}`;
    if (longer.length > width) break;
    text = longer;
  }
  const room = Math.min(WIDEST, width - text.length - 2);
  if (Number.isNaN(share) || room < NARROWEST) return { bar: '', rest: '', text };
  const full = Math.floor(Math.min(1, Math.max(0, share)) * room);
  return { bar: '━'.repeat(full), rest: '─'.repeat(room - full), text };
}
