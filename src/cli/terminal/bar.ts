import { SingleBar } from 'cli-progress';
import type { Console } from './console.js';
import { RESTORE } from './restore.js';

/** A progress bar on stderr that lines can be printed above. */
interface Bar {
  /** The fraction `share`, 0 to 1 (NaN where there is no end), and the words after the bar, most important first. */
  update(share: number, words: readonly string[]): void;
  /** Prints lines above the bar. */
  print(lines: readonly string[]): void;
  stop(): void;
}

const WIDEST = 30;
const NARROWEST = 8;
const GAP = 2;

/** The bar fits itself to the window at every redraw; the cursor comes back however the program ends. */
export function openBar({ err, errChalk, atExit }: Console): Bar {
  const bar = new SingleBar({
    stream: process.stderr,
    format: (_options, { value }, { words }) => {
      const line = layOut(value, words ?? [], err.columns - 1);
      return line.bar + line.rest === ''
        ? line.text
        : `${errChalk.cyan(line.bar)}${errChalk.dim(line.rest)}  ${line.text}`;
    },
    hideCursor: true,
    gracefulExit: false,
    clearOnComplete: true,
    linewrap: false,
    fps: 10,
  });
  let running = false;
  let wasShown = false;
  function stop(): void {
    if (!running) return;
    running = false;
    bar.stop();
  }
  atExit(() => {
    stop();
    // at Ctrl-C a terminal discards what it has not printed yet, which may be how an earlier stop ended
    if (wasShown) process.stderr.write(RESTORE);
  });
  return {
    update(share, words) {
      if (process.stderr.writableLength > 0) return; // a terminal that is held needs no new bar
      if (!running) bar.start(1, share, { words });
      else bar.update(share, { words });
      running = wasShown = true;
    },
    print(lines) {
      stop(); // wipes the bar, which comes back below at its next update
      process.stderr.write(lines.map((line) => `${line}\n`).join(''));
    },
    stop,
  };
}

/**
 * A bar, and as many of `words` as fit beside it into `width` columns. The bar keeps its narrowest form down to a
 * terminal of twenty columns; words at the end of the list are dropped first.
 */
export function layOut(
  share: number,
  words: readonly string[],
  width: number,
): { bar: string; rest: string; text: string } {
  const least = Number.isNaN(share) || width < 20 ? 0 : NARROWEST + GAP;
  let text = '';
  for (const word of words.filter((some) => some !== '')) {
    const longer = text === '' ? word : `${text}  ${word}`;
    if (longer.length > width - least) break;
    text = longer;
  }
  if (least === 0) return { bar: '', rest: '', text };
  const room = Math.min(WIDEST, width - text.length - GAP);
  const full = Math.floor(Math.min(1, Math.max(0, share)) * room);
  return { bar: '━'.repeat(full), rest: '─'.repeat(room - full), text };
}
