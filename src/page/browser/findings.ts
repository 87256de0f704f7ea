import { score } from '../../core/format.js';
import type { SearchReport } from '../../inspect/search/report.js';
import type { CellFinding, PageFeature } from './data.js';

const RANKS = { tracks: 3, partly: 2, 'echo of recent characters': 1, 'no better than chance': 0 };

/** What was found for each embedded cell. */
export function findings({ byCell, features }: SearchReport, cells: readonly string[]): CellFinding[] {
  const found = new Map(byCell.map((finding) => [finding.cell, finding]));
  return cells.map((cell) => {
    const { feature = null, score = 0, verdict = null } = found.get(cell) ?? {};
    return {
      feature: features.findIndex((f) => f.feature === feature),
      score: Number(score.toFixed(4)),
      rank: verdict === null ? 0 : RANKS[verdict],
      selected: features.some((f) => f.feature === feature && f.cell === cell),
    };
  });
}

/** The features of a search with the evidence for their cells. */
export function featuresOf({ features, recentSymbols }: SearchReport): PageFeature[] {
  return features.map((f) => ({
    name: f.feature,
    what: f.what,
    cell: f.cell,
    verdict: f.verdict,
    evidence:
      `${f.measure === 'auc' ? 'AUC' : 'ρ'} ${f.sign < 0 ? '↓' : ''}${score(f.score)}, untrained ${score(f.untrained)}, ` +
      `last ${recentSymbols} characters ${score(f.recent)}, p ${f.p.toFixed(3)}`,
  }));
}
