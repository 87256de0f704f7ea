import type { CellsReport, FeatureReport } from '../cells-report.js';
import { alignColumns, score, type Align } from './columns.js';
import { heat, heatLegend } from './heat.js';
import type { Style } from './style.js';

/** Narrower than the 80 columns, for the last bracket. */
const EXCERPT_WIDTH = 79;

const HEAD = ['feature', 'cell', 'score', 'twin', 'last', 'p', 'all', 'verdict'];
const ALIGN: Align[] = ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'left'];

/** The ranked table, what its columns mean, the best cells at work, and what to type next. `model` is as the user typed it. */
export function renderCells(report: CellsReport, ink: Style, model: string, text: string): string {
  const { chalk } = ink;
  const head = HEAD.map((word) => (word === 'last' ? `last ${report.recentSymbols}` : word));
  const rows = report.features.map((feature) => row(feature, ink));
  const [first, ...rest] = alignColumns([head, ...rows], ALIGN);
  return [
    chalk.bold(first),
    ...rest,
    '',
    ...legend(report).map((line) => chalk.dim(line)),
    ...report.excerpts.flatMap((excerpt) => [
      '',
      `${chalk.bold(excerpt.cell)} and ${ink.safe(excerpt.feature)}, from position ${excerpt.from}:`,
      heat(excerpt.text, excerpt.values, excerpt.range, ink, EXCERPT_WIDTH),
    ]),
    ...(report.excerpts.length > 0 ? ['', heatLegend(ink)] : []),
    '',
    ...nextSteps(report, model, text),
    '',
  ].join('\n');
}

function row(feature: FeatureReport, { chalk, safe }: Style): string[] {
  const paint = { tracks: chalk.green, partly: chalk.yellow } as Record<string, typeof chalk>;
  const name = safe(feature.feature);
  return [
    name.length > 16 ? name.slice(0, 15) + '…' : name,
    feature.cell,
    (feature.sign < 0 ? '↓' : '') + score(feature.score),
    score(feature.twin),
    score(feature.recent),
    feature.p < 0.001 ? '<.001' : feature.p.toFixed(3).replace('0.', '.'),
    score(feature.probe.at(-1)?.score ?? NaN),
    (paint[feature.verdict] ?? chalk.dim)(feature.verdict),
  ];
}

function legend(report: CellsReport): string[] {
  const chosen = report.parts.chosen.to.toLocaleString('en');
  const held = (report.parts.held.to - report.parts.held.from).toLocaleString('en');
  return [
    ...wrap(
      `score: AUC of yes/no features (.5 is chance), Spearman's ρ of graded ones (0 is chance); ↓ the cell is low where ` +
        `the feature is high. Chosen among ${report.cells.toLocaleString('en')} cells on ${chosen} characters, scored on ` +
        `the ${held} behind them. A cell is LAYER:UNIT:STATE.`,
      80,
    ),
    ...wrap(
      `twin: the best cell of the untrained network. last ${report.recentSymbols}: what the last ${report.recentSymbols} ` +
        `characters tell. p: family-wise over all cells, ${report.shuffles} shuffles of blocks. all: a linear probe of all cells.`,
      80,
    ),
    ...wrap(`Too rare here to be judged: ${report.absent.join(', ') || 'none'}.`, 80),
  ];
}

function nextSteps(report: CellsReport, model: string, text: string): string[] {
  const best = report.features.find(({ verdict }) => verdict === 'tracks') ?? report.features[0];
  if (best === undefined) return ['No feature occurs often enough in this text to look for its cell.'];
  const found = report.features.some(({ verdict }) => verdict === 'tracks');
  const at = `char-rnn inspect ${model} ${text}`.trimEnd();
  return [
    ...(found ? [] : ['No single cell tracks any of these features. That is a result.', '']),
    'Next:',
    `  ${at} --view text --cell ${best.cell}`,
    `  ${at} --view ablation --cell ${best.cell} --feature ${best.feature}`,
    `  ${at} --html cells.html`,
  ];
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    if (lines.at(-1)!.length + word.length + 1 > width) lines.push('  ' + word);
    else lines[lines.length - 1] += (lines.at(-1) === '' ? '' : ' ') + word;
  }
  return lines;
}
