import type { Feature } from '../features/feature.js';
import { nameAt, type Cells } from '../forward/cells.js';
import { BINS, type Bins } from './coding.js';
import type { ProbePoint } from './probe.js';
import type { Both, CellReport, FeatureReport, Parts, Verdict } from './report.js';
import { association, bestThreshold, f1, r2 } from './scores.js';
import type { Tally } from './tally.js';

/** Occurrences of a binary feature, in each part, below which there is no verdict. */
const RARE = 20;
/** How many runners-up are named. */
const OTHERS = 4;
/** Above this p, a result is not significant. */
const SIGNIFICANT = 0.05;
/** A control within this distance of the cell explains it: .01 of AUC, or .02 of ρ. */
const MARGIN = 0.02;
/** From here on a cell tracks the feature: AUC .9, or ρ .75. */
const STRONG = { binary: 0.8, graded: 0.75 };

/** The two parts of a text, counted. */
export interface Counts extends Both<Tally> {
  readonly bins: Bins;
}

/** What each feature's best cell is compared with, on the scale of association(). */
export interface Controls {
  readonly untrained: readonly number[];
  readonly recent: readonly number[];
  /** [feature][cell]. */
  readonly p: readonly Float64Array[];
  readonly probe: readonly (readonly ProbePoint[])[];
}

/**
 * For a feature: the cell selected on the first part, its sign there, and its association with that sign on the
 * held-out part.
 */
interface Found {
  readonly cell: number;
  readonly sign: 1 | -1;
  readonly score: number;
}

/** The candidate with the strongest association on one part, scored on the other. */
export function findBest(
  { selection, heldOut }: Counts,
  kind: Feature['kind'],
  feature: number,
  candidates: readonly number[],
): Found {
  let cell = candidates[0]!;
  let strongest = 0;
  for (const candidate of candidates) {
    const value = association(kind, selection.histogram(candidate, feature));
    if (Math.abs(value) > Math.abs(strongest)) [cell, strongest] = [candidate, value];
  }
  const sign = strongest < 0 ? -1 : 1;
  return { cell, sign, score: sign * association(kind, heldOut.histogram(cell, feature)) };
}

/** The evidence, all on the held-out part: 2·AUC − 1 or Spearman's ρ, 0 for chance and 1 for perfect. */
export interface Evidence {
  readonly kind: Feature['kind'];
  /** Of the cell, with the sign it had where it was selected: negative if the sign differs here. */
  readonly score: number;
  /** Of the best cell of the untrained network, and of the predictor that sees the last characters only. */
  readonly untrained: number;
  readonly recent: number;
  /** Family-wise over all cells. */
  readonly p: number;
}

/**
 * In this order: a result that shuffled blocks or the untrained network reach is chance; one that the last few
 * characters reach is an echo; then it depends on the strength.
 */
export function verdictOf({ kind, score, untrained, recent, p }: Evidence): Verdict {
  if (p > SIGNIFICANT || score <= MARGIN) return 'no better than chance';
  if (score <= recent + MARGIN) return 'echo of recent characters';
  if (score <= untrained + MARGIN) return 'no better than chance';
  return score >= STRONG[kind] ? 'tracks' : 'partly';
}

/** One feature's best cell, everything it is compared with, and the verdict. */
export function judge(
  { name, what, kind }: Feature,
  f: number,
  cells: Cells,
  candidates: readonly number[],
  counts: Counts,
  controls: Controls,
): FeatureReport {
  const binary = kind === 'binary';
  const { selection, heldOut } = counts;
  const found = findBest(counts, kind, f, candidates);
  const [untrained, recent, p] = [controls.untrained[f]!, controls.recent[f]!, controls.p[f]![found.cell]!];
  const shown = (score: number): number => (binary ? (1 + score) / 2 : score);
  const names = (indices: readonly number[]): string[] => indices.map((cell) => nameAt(cells, cell));
  const threshold = binary ? bestThreshold(selection.histogram(found.cell, f)) : undefined;
  return {
    feature: name,
    what,
    kind,
    measure: binary ? 'auc' : 'spearman',
    mean: heldOut.moments(f, binary ? undefined : 'value').mean,
    cell: nameAt(cells, found.cell),
    sign: found.sign,
    score: shown(found.score),
    f1: threshold ? f1(heldOut.histogram(found.cell, f), threshold) : null,
    r2: binary ? null : r2(heldOut.histogram(found.cell, f, 'value'), centersOf(counts.bins, found.cell)),
    untrained: shown(untrained),
    recent: shown(recent),
    p,
    verdict: verdictOf({ kind, score: found.score, untrained, recent, p }),
    others: candidates
      .filter((cell) => cell !== found.cell)
      .map((cell) => ({ cell, score: Math.abs(association(kind, heldOut.histogram(cell, f))) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, OTHERS)
      .map(({ cell, score }) => ({ cell: nameAt(cells, cell), score: shown(score) })),
    probe: controls.probe[f]!.map(({ k, score, cells: some }) => ({
      k,
      score: shown(score),
      cells: names(some),
    })),
  };
}

const centersOf = ({ centers }: Bins, cell: number): Float32Array =>
  centers.subarray(cell * BINS, (cell + 1) * BINS);

/** Whether a feature varies enough in both parts to be scored. */
export function occurs(counts: Both<Tally>, feature: number, parts: Parts): boolean {
  return (['selection', 'heldOut'] as const).every((name) => {
    const { measure, mean, deviation } = counts[name].moments(feature);
    const n = parts[name].to - parts[name].from;
    return measure === 'on' ? Math.min(mean, 1 - mean) * n >= RARE : deviation > 0;
  });
}

/** The best feature of a cell, one that it tracks before one that it echoes, whatever other cells score. */
export function ownFeature(
  cell: number,
  cells: Cells,
  features: readonly Feature[],
  present: readonly boolean[],
  counts: Counts,
  controls: Controls,
): CellReport {
  const name = nameAt(cells, cell);
  let best: CellReport = { cell: name, feature: null, score: 0, verdict: null };
  let highest = -1;
  features.forEach(({ name: feature, kind }, f) => {
    if (!present[f]) return;
    const found = findBest(counts, kind, f, [cell]);
    const score = Math.abs(found.score);
    const [untrained, recent, p] = [controls.untrained[f]!, controls.recent[f]!, controls.p[f]![cell]!];
    const verdict = verdictOf({ kind, score: found.score, untrained, recent, p });
    if (score === 0 || ORDER[verdict] + score <= highest) return;
    highest = ORDER[verdict] + score;
    best = { cell: name, feature, score: kind === 'binary' ? (1 + score) / 2 : score, verdict };
  });
  return best;
}

const ORDER = { tracks: 6, partly: 4, 'echo of recent characters': 2, 'no better than chance': 0 };

/** The sort key of a report: the verdict first, then the score. */
export function strength({ verdict, measure, score }: FeatureReport): number {
  return ORDER[verdict] + (measure === 'auc' ? 2 * score - 1 : score);
}
