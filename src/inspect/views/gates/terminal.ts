import { count } from '../../../core/format.js';
import { mean } from '../../../core/numbers.js';
import { score } from '../../../core/format.js';
import { alignColumns } from '../terminal.js';
import type { Style } from '../view.js';
import type { GateReport, GatesReport } from './report.js';
import { symbolOf } from '../text-report.js';

const [WIDTH, HEIGHT] = [32, 12];
const DENSITY = [' ', '·', '•', '●', '█'];

/** How often gates are saturated: a line per gate, then the 2015 paper's scatter, a dot per unit. */
export function renderGates({ cell, gates, text }: GatesReport, { chalk }: Style): string {
  if (gates.length === 0) return `This network of ${cell} cells has no such gates.\n`;
  const head = ['layer', 'gate', 'shut (< .1)', 'open (> .9)', 'units shut or open 9 times in 10'];
  const rows = gates.map(({ layer, name, left, right }) => [
    String(layer),
    name,
    score(mean(left)),
    score(mean(right)),
    `${left.filter((v) => v > 0.9).length} shut, ${right.filter((v) => v > 0.9).length} open, of ${left.length}`,
  ]);
  const [first, ...rest] = alignColumns([head, ...rows], ['right', 'left', 'right', 'right', 'left']);
  return [
    chalk.bold(first!),
    ...rest,
    '',
    chalk.dim(
      `Fractions of ${count(text.characters)} ${symbolOf(text)}s. Below, each unit by its two fractions:`,
    ),
    chalk.dim('right: how often open; up: how often shut; near the origin: rarely saturated.'),
    ...gates.flatMap((gate) => ['', ...scatter(gate)]),
    '',
  ].join('\n');
}

function scatter({ layer, name, left, right }: GateReport): string[] {
  const grid = Array.from({ length: HEIGHT }, () => new Array<number>(WIDTH).fill(0));
  left.forEach((shut, unit) => {
    const x = Math.min(WIDTH - 1, Math.floor(right[unit]! * WIDTH));
    const y = Math.min(HEIGHT - 1, Math.floor(shut * HEIGHT));
    grid[y]![x]!++;
  });
  const lines = grid.toReversed().map((row, i) => {
    const label = i === 0 ? '1' : i === HEIGHT - 1 ? '0' : ' ';
    return `${label} │${row.map((n) => DENSITY[Math.min(DENSITY.length - 1, n)]).join('')}`;
  });
  return [
    `layer ${layer}, ${name} gate`,
    ...lines,
    `  └${'─'.repeat(WIDTH)}`,
    `   0${'open'.padStart(WIDTH - 2)} 1`,
  ];
}
