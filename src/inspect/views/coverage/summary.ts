import { count, percent } from '../../../core/format.js';
import type { CoverageReport, Explained } from '../../coverage/report.js';

/** The summary as a table: what is counted, the network, the network before training. */
export function summaryRows({ explained, recentSymbols: k }: CoverageReport): string[][] {
  const both = (of: (one: Explained) => string) => [of(explained), of(explained.untrained)];
  const cells = (name: string, verdict: keyof Explained['cells']) => [
    name,
    ...both((one) => count(one.cells[verdict])),
  ];
  const share = (name: string, of: 'recent' | 'features' | 'both') => [
    name,
    ...both((one) => percent(one[of])),
  ];
  return [
    cells('cells that track a feature', 'feature'),
    cells('cells that track a formula', 'formula'),
    cells(`cells that echo the last ${k} characters`, 'recent'),
    cells('cells explained by none of these', 'none'),
    ...(explained.cells.constant > 0 ? [cells('constant cells', 'constant')] : []),
    share(`variance explained by the last ${k} characters`, 'recent'),
    share('by all features together', 'features'),
    share('by both', 'both'),
  ];
}

/** What the numbers are. */
export function notes(report: CoverageReport): string[] {
  const { selection, heldOut } = report.parts;
  const k = report.recentSymbols;
  return [
    `Shares of the variance of a cell on ${count(heldOut.to - heldOut.from)} characters that were held out; formulas and weights were selected on the ${count(selection.to)} before them. The summary has the mean over the cells.`,
    `Formula: the best of all formulas of one or two of ${report.conditions} conditions, and of those of three that contain one of the best pairs. ↓: the cell is low where it holds. Last ${k}: what the last 1 to ${k} characters predict. Features: a linear regression on all of them. Untrained: the largest share that the formula has of any cell of the network before training. p: family-wise over all cells, of ${count(report.shuffles)} shuffles of blocks.`,
    `A cell tracks its formula if p is at most .05, and the share at least .25 and larger than those of the last characters and of the untrained network.`,
    `Too rare for a formula: ${report.absent.join(', ') || 'none'}.`,
  ];
}
