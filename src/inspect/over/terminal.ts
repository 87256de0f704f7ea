import { count, score, wrap } from '../../core/format.js';
import { alignColumns } from '../views/terminal.js';
import type { Style } from '../views/view.js';
import { atBirthWords, bornWords } from './words.js';
import type { BornFeature, OverReport } from './report.js';

/** A row for each feature, with its score and its loss at each checkpoint as bars. */
export function renderOver(report: OverReport, { chalk, safe }: Style): string {
  const { steps, features, text } = report;
  const head = ['feature', 'cell', 'born at', 'score', 'at each step', 'loss there', 'at each step'];
  const table = alignColumns(
    [head, ...features.map((one) => row(one, safe))],
    [...(['left', 'right', 'right', 'right', 'left', 'right', 'left'] as const)],
  );
  const notes = [
    `Checkpoints of steps ${steps.map(({ step }) => count(step)).join(', ')}.`,
    `Born: the first step from which the verdict of the last one holds, with 95 % of a bootstrap of blocks of text. Score: of the best cell at each step, from chance to 1. Loss there: nats where the next character ends the feature, at the last step; the bars go from the lowest to the highest.`,
  ];
  return [
    `${chalk.bold(safe(text.name))}: ${count(text.characters)} characters, ${steps.length} checkpoints`,
    '',
    ...(features.length > 0
      ? table.map((line, i) => (i === 0 ? chalk.dim(line) : line))
      : ['No cell of the last checkpoint tracks a feature.']),
    '',
    ...wrap(chalk.bold(atBirthWords(report)), 80),
    '',
    ...notes.flatMap((note) => wrap(note, 80, '  ')).map((line) => chalk.dim(line)),
    '',
  ].join('\n');
}

function row(one: BornFeature, safe: Style['safe']): string[] {
  const last = one.steps.at(-1)!;
  const chance = one.measure === 'auc' ? 0.5 : 0;
  const losses = one.steps.map(({ loss }) => loss ?? NaN);
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  return [
    safe(one.feature),
    one.cell,
    bornWords(one),
    (one.sign < 0 ? '↓' : '') + score(last.score),
    bars(one.steps.map(({ score: value }) => (value - chance) / (1 - chance))),
    last.loss === null ? '-' : last.loss.toFixed(3),
    last.loss === null ? '' : bars(losses.map((loss) => (loss - low) / (high - low))),
  ];
}

const BARS = '▁▂▃▄▅▆▇█';

/** A bar for each share, of eight heights. */
const bars = (shares: readonly number[]): string =>
  shares.map((share) => BARS[Math.max(0, Math.min(7, Math.floor(8 * (share || 0))))]!).join('');
