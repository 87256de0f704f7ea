import { wrap } from '../../core/format.js';
import type { Block, Facts, Heading, Images, Next, Note } from '../../core/result.js';
import { chartLines } from './chart.js';
import { coloredText, legendText } from './colored.js';
import type { Style } from './style.js';
import { tableLines } from './table.js';

/** Columns of notes, which few terminals are narrower than. */
const WIDTH = 80;

/**
 * Blocks as text for a terminal or a pipe, with a blank line between two. A heading stands directly above its block, and
 * lines of colored text directly below each other.
 */
export function renderTerminal(blocks: readonly Block[], style: Style): string {
  let [text, before] = ['', undefined as Block | undefined];
  for (const block of blocks) {
    if (block.only === 'page') continue;
    if (before) text += areTogether(before, block) ? '\n' : '\n\n';
    text += linesOf(block, style).join('\n');
    before = block;
  }
  return `${text}\n`;
}

const areTogether = (above: Block, below: Block): boolean =>
  above.kind === 'heading' ? !above.whole : above.kind === 'colored' && below.kind === 'colored';

function linesOf(block: Block, style: Style): string[] {
  switch (block.kind) {
    case 'heading':
      return [headingLine(block, style)];
    case 'facts':
      return factLines(block, style);
    case 'note':
      return noteLines(block, style);
    case 'table':
      return tableLines(block, style);
    case 'chart':
      return chartLines(block);
    case 'colored':
      return [coloredText(block, style)];
    case 'images':
      return imageLines(block, style);
    case 'next':
      return nextLines(block, style);
  }
}

function headingLine({ title, rest = '', legend }: Heading, style: Style): string {
  const shown = title === '' ? '' : style.chalk.bold(style.safe(title));
  return shown + style.safe(rest) + (legend ? legendText(legend, style) : '');
}

function factLines({ facts, width }: Facts, { safe }: Style): string[] {
  const columns = width ?? Math.max(...facts.map(([word]) => word.length)) + 2;
  return facts.map(([word, text]) => safe(`${word.padEnd(columns)}${text}`).trimEnd());
}

function noteLines({ text, tone }: Note, { chalk, safe }: Style): string[] {
  const paragraphs = typeof text === 'string' ? [text] : text;
  const paint = { quiet: chalk.dim, strong: chalk.bold }[tone!] ?? ((line: string) => line);
  const indent = tone === 'quiet' ? '  ' : '';
  return paragraphs.flatMap((paragraph) => wrap(safe(paragraph), WIDTH, indent)).map((line) => paint(line));
}

/** What is said of the images: a terminal shows none. */
function imageLines({ items }: Images, { safe }: Style): string[] {
  const lines = items.map(({ title, rest, words }) => {
    const said = words.map(({ text, value }) => `${text} ${value}`).join(', ');
    return safe(`${title}${rest === undefined ? '' : ` (${rest})`}: ${said}`);
  });
  return [...lines, 'for the images, frame by frame: --html FILE'];
}

const nextLines = ({ flags }: Next, { command, safe }: Style): string[] => [
  'Next:',
  ...flags.map((some) => `  ${command} ${safe(some)}`),
];
