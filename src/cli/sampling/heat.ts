import type { ChalkInstance } from 'chalk';

/** Bits of surprise from which a character is marked where there are no colors: p below 1/32. */
const SURPRISING = 5;

/**
 * Shows the surprise at each character, −log2 p. On a color terminal as a background from pale yellow to
 * red with dark letters, which reads the same on light and dark terminals; without color [ ] stand around the
 * surprising characters.
 */
export interface Heat {
  /** A piece of text that cost `bits`. */
  paint(text: string, bits: number): string;
  /** The closing mark, if one is open. */
  end(): string;
  /** What the colors or marks mean. */
  readonly legend: string;
}

/** Backgrounds for 2, 4, 6, 8 and 10 bits, from ColorBrewer's YlOrRd, all light enough for dark letters. */
const SCALE = [
  [2, 255, 237, 160],
  [4, 254, 217, 118],
  [6, 254, 178, 76],
  [8, 253, 141, 60],
  [10, 252, 108, 82],
] as const;

export function createHeat(chalk: ChalkInstance): Heat {
  return chalk.level > 0 ? colored(chalk) : marked();
}

function colored(chalk: ChalkInstance): Heat {
  const paint = (text: string, bits: number): string => {
    const step = SCALE.findLast(([least]) => bits >= least);
    if (step === undefined || text === '') return text;
    const [least, r, g, b] = step;
    if (chalk.level >= 2) return eachLine(text, chalk.bgRgb(r, g, b).rgb(16, 16, 16));
    return eachLine(text, least >= 6 ? chalk.bgRed.black : chalk.bgYellow.black);
  };
  const steps = chalk.level >= 2 ? SCALE.map(([least]) => least) : [2, 6];
  const shown = steps.map((bits) => paint(` ${bits} `, bits)).join('');
  return { paint, end: () => '', legend: `bits of surprise, at least: ${shown}` };
}

/** Paints a text but not its newlines, which would color the rest of the terminal's line. */
function eachLine(text: string, paint: (text: string) => string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : paint(line)))
    .join('\n');
}

function marked(): Heat {
  let open = false;
  const turn = (wanted: boolean): string => {
    if (wanted === open) return '';
    open = wanted;
    return wanted ? '[' : ']';
  };
  return {
    paint: (text, bits) => (text === '' ? '' : turn(bits >= SURPRISING && text !== '\n') + text),
    end: () => turn(false),
    legend: `[ ] around characters of ${SURPRISING} bits of surprise and more (p below 1/${2 ** SURPRISING})`,
  };
}
