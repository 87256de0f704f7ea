import { count, wrap } from '../../../core/format.js';
import type { FeatureReport } from '../../search/report.js';
import { score } from '../../../core/format.js';
import { alignColumns, heat, heatLegend, type Align } from '../terminal.js';
import type { Style } from '../view.js';
import type { CellsReport } from './report.js';

/** Narrower than 80 columns, to leave room for the last bracket. */
const EXCERPT_WIDTH = 79;

const HEAD = ['feature', 'cell', 'score', 'untrained', 'last', 'p', 'all', 'verdict'];
const ALIGN: Align[] = ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'left'];

/** Short verdicts for the table. */
const SHORT = {
  tracks: 'tracks',
  partly: 'partly',
  'echo of recent characters': 'echo',
  'no better than chance': 'chance',
};

/** The ranked table, its legend, excerpts of the best cells, and a suggested next command. */
export function renderCells(report: CellsReport, style: Style): string {
  const { chalk } = style;
  const head = HEAD.map((word) => (word === 'last' ? `last ${report.recentSymbols}` : word));
  const rows = report.features.map((feature) => row(feature, style));
  const [first, ...rest] = alignColumns([head, ...rows], ALIGN);
  return [
    chalk.bold(first),
    ...rest,
    '',
    ...legend(report).map((line) => chalk.dim(line)),
    ...report.excerpts.flatMap((excerpt) => [
      '',
      `${chalk.bold(excerpt.cell)} and ${style.safe(excerpt.feature)}, from position ${excerpt.from}:`,
      heat(excerpt.symbols, excerpt.values, excerpt.range, style, EXCERPT_WIDTH),
    ]),
    ...(report.excerpts.length > 0 ? ['', heatLegend(style)] : []),
    '',
    ...nextSteps(report, style),
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
    score(feature.untrained),
    score(feature.recent),
    feature.p < 0.001 ? '<.001' : feature.p.toFixed(3).replace('0.', '.'),
    score(feature.probe.at(-1)?.score ?? NaN),
    (paint[feature.verdict] ?? chalk.dim)(SHORT[feature.verdict]),
  ];
}

function legend(report: CellsReport): string[] {
  const { selection, heldOut } = report.parts;
  const k = report.recentSymbols;
  return [
    `score: AUC of binary features (.5 is chance), Spearman's ρ of graded ones (0 is chance); ↓ the cell is low where ` +
      `the feature is high. Selected among ${count(report.cells)} cells on ${count(selection.to)} ${report.text.of ?? 'characters'}, scored on ` +
      `the next ${count(heldOut.to - heldOut.from)}. A cell is LAYER:UNIT:STATE.`,
    `untrained: the best cell of the untrained network. last ${k}: a predictor that sees the last ${k} characters only. ` +
      `p: family-wise over all cells, ${report.shuffles} shuffles of blocks. all: a linear probe of all cells. ` +
      `echo: the last ${k} characters do as well. chance: shuffled blocks or the untrained network do.`,
    `Too rare for a verdict: ${report.absent.join(', ') || 'none'}.`,
  ].flatMap((paragraph) => wrap(paragraph, 80, '  '));
}

function nextSteps({ features, text }: CellsReport, { command, safe }: Style): string[] {
  const best = features.find(({ verdict }) => verdict === 'tracks') ?? features[0];
  if (best === undefined) return ['No feature occurs often enough in this text to look for its cell.'];
  return [
    ...(best.verdict === 'tracks' ? [] : ['No single cell tracks any of these features.', '']),
    'Next:',
    `  ${command} --view text --cell ${best.cell}`,
    text.of
      ? `  ${command} --view saliency`
      : `  ${command} --view ablation --cell ${best.cell} --feature ${safe(best.feature)}`,
    `  ${command} --html cells.html`,
  ];
}
