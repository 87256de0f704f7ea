import { userError } from '../core/errors.js';
import { cellAt, cellName, cellsOf, type Cells } from './cells.js';
import type { CellsReport, FeatureReport } from './cells-report.js';
import { encodeFeatures } from './coding.js';
import type { Column } from './columns.js';
import { excerptsOf } from './excerpts.js';
import { runControls, type Controls, type SearchOptions } from './evidence.js';
import type { Feature } from './features/index.js';
import { recordSample } from './sample.js';
import { splitText } from './sampling.js';
import { association, squaredCorrelation, thresholdScore } from './score.js';
import { findBest, tallyParts, type Found, type Tallies } from './search.js';
import type { Subject } from './subject.js';
import { spread } from './text.js';
import { verdictOf } from './verdict.js';

/** Fewer symbols than this cannot be split and shuffled to any purpose. */
const LEAST = 2000;
/** Occurrences of a binary feature, in each part, below which nothing is said. */
const RARE = 20;
/** How many runners-up are named. */
const OTHERS = 4;

/** The default view: for each feature the cell that tracks it best, with controls and a verdict. */
export function viewCells(subject: Subject, options: SearchOptions): CellsReport {
  const { model, text } = subject;
  const length = text.ids.length;
  if (length < LEAST) throw userError('inspect/short', { name: text.name, characters: length, least: LEAST });
  const cells = cellsOf(model, options.states);
  const parts = splitText(length);
  const samples = {
    chosen: recordSample(subject, cells, parts.chosen),
    held: recordSample(subject, cells, parts.held),
  };
  const coding = encodeFeatures(options.features, length, (f) => spread(text, f.values(text.codes)));
  const tallies = tallyParts(subject, cells, coding, samples.chosen, parts);
  const controls = runControls(subject, options, cells, coding, samples, parts);
  const present = options.features.map((_, feature) => occurs(tallies, feature, parts));
  const reports = options.features.flatMap((feature, f) =>
    present[f] ? [reportFeature(feature, f, cells, tallies, controls)] : [],
  );
  const features = reports.sort((a, b) => strength(b) - strength(a));
  return {
    view: 'cells',
    text: { name: text.name, characters: text.codes.length },
    parts,
    cells: cells.count,
    sampled: samples.chosen.activations.length + samples.held.activations.length,
    recentSymbols: options.recent,
    shuffles: options.shuffles,
    features,
    absent: options.features.filter((_, f) => !present[f]).map(({ name }) => name),
    byCell: Array.from({ length: cells.count }, (_, cell) => ({
      cell: cellName(cellAt(cells, cell)),
      ...ownFeature(tallies.held, cell, options.features, present),
    })),
    excerpts: excerptsOf(subject, cells, coding, features, parts.held),
  };
}

/** Whether a feature varies enough in both parts to be scored. */
function occurs({ chosen, held }: Tallies, feature: number, parts: CellsReport['parts']): boolean {
  return [
    { tally: chosen, part: parts.chosen },
    { tally: held, part: parts.held },
  ].every(({ tally, part }) => {
    const { measure, mean, deviation } = columnOf(tally.columns, feature);
    const n = part.to - part.from;
    return measure === 'on' ? Math.min(mean, 1 - mean) * n >= RARE : deviation > 0;
  });
}

function reportFeature(
  feature: Feature,
  f: number,
  cells: Cells,
  tallies: Tallies,
  controls: Controls,
): FeatureReport {
  const binary = feature.kind === 'binary';
  const { chosen, held, bins } = tallies;
  const found = findBest(tallies, f, cells.count);
  const [twin, recent, p] = [controls.twin[f]!, controls.recent[f]!, controls.p[f]![found.cell]!];
  const shown = (score: number): number => (binary ? (1 + score) / 2 : score);
  const name = (cell: number): string => cellName(cellAt(cells, cell));
  return {
    feature: feature.name,
    what: feature.what,
    kind: feature.kind,
    measure: binary ? 'auc' : 'spearman',
    mean: columnOf(held.columns, f, binary ? 'on' : 'value').mean,
    cell: name(found.cell),
    sign: found.sign,
    score: shown(found.score),
    f1: binary ? thresholdScore(chosen, held, found.cell, f).f1 : null,
    r2: binary ? null : squaredCorrelation(held, bins, found.cell, f),
    twin: shown(twin),
    recent: shown(recent),
    p,
    verdict: verdictOf({ kind: feature.kind, score: found.score, twin, recent, p }),
    others: runnersUp(held, f, found, cells).map(({ cell, score }) => ({
      cell: name(cell),
      score: shown(score),
    })),
    probe: controls.probe[f]!.map((point) => ({
      k: point.k,
      score: shown(point.score),
      cells: point.cells.map(name),
    })),
  };
}

/** The next best cells, by the size of their association on the held-out part. */
function runnersUp(
  held: Tallies['held'],
  feature: number,
  found: Found,
  cells: Cells,
): Omit<Found, 'sign'>[] {
  return Array.from({ length: cells.count }, (_, cell) => ({
    cell,
    score: Math.abs(association(held, cell, feature)),
  }))
    .filter(({ cell }) => cell !== found.cell)
    .sort((a, b) => b.score - a.score)
    .slice(0, OTHERS);
}

/** The feature a cell goes with best, however well another cell does. */
function ownFeature(
  held: Tallies['held'],
  cell: number,
  features: readonly Feature[],
  present: readonly boolean[],
): { feature: string | null; score: number } {
  let best: { feature: string | null; score: number } = { feature: null, score: 0 };
  let strongest = 0;
  features.forEach(({ name, kind }, f) => {
    const strength = present[f] ? Math.abs(association(held, cell, f)) : 0;
    if (strength <= strongest) return;
    strongest = strength;
    best = { feature: name, score: kind === 'binary' ? (1 + strength) / 2 : strength };
  });
  return best;
}

function columnOf(columns: readonly Column[], feature: number, measure?: Column['measure']): Column {
  return columns.find((c) => c.feature === feature && (measure === undefined || c.measure === measure))!;
}

/** Verdicts first, then scores: what is found stands on top. */
function strength({ verdict, measure, score }: FeatureReport): number {
  const order = { tracks: 6, partly: 4, 'echo of recent characters': 2, 'no better than chance': 0 };
  return order[verdict] + (measure === 'auc' ? 2 * score - 1 : score);
}
