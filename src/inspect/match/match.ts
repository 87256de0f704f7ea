import { mean } from '../../core/numbers.js';
import { createRng, type Rng } from '../../core/rng.js';
import { shuffle } from '../../core/shuffle.js';
import { cellNamed } from '../../layers/cells.js';
import { parseCell } from '../../model/cell-name.js';
import { cellsOf, indexOfCell, nameAt, type Cell } from '../forward/cells.js';
import type { Subject } from '../forward/subject.js';
import { untrainedBaseline, type FirstWeights } from '../search/controls.js';
import type { CellReport, Verdict } from '../search/report.js';
import { searchCells, searchUnits, type SearchOptions } from '../search/search.js';
import { textReport } from '../views/text-report.js';
import { costOf, lossOf, permutationP, READS, type Grouped } from './cost.js';
import { findPartners, type Partners } from './partners.js';
import type { MatchAblation, MatchedCell, MatchReport } from './report.js';

/** Symbols that are read by default. */
export const USUAL_READS = 100_000;
/** Half of the variance. */
const THRESHOLD = 0.7;
/** Cells of each network that are clamped: at most so many that recur, and so many that do not. */
const SAMPLED = 8;
const PERMUTATIONS = 999;

/** A network that has been trained: all read the same text in windows of the same shape, by one backend. */
export interface Trained {
  readonly name: string;
  readonly subject: Subject;
  readonly firstWeights: FirstWeights;
}

/** Which cells recur in all networks, which features they track, and whether they matter more. At least two networks. */
export async function matchNetworks(
  networks: readonly Trained[],
  options: Omit<SearchOptions, 'firstWeights' | 'only'>,
): Promise<MatchReport> {
  const { text, pace } = networks[0]!.subject;
  const { length } = text.ids;
  const each = 2 * length + searchUnits(length, options.features.length) + 2 * SAMPLED * READS;
  return pace.task(networks.length * each, async () => {
    const rng = createRng(options.seed);
    const subjects = networks.map(({ subject }) => subject);
    const untrained = networks.map(({ subject, firstWeights }) => untrainedBaseline(subject, firstWeights));
    const partners = await findPartners(subjects, untrained, options.states, rng);
    const cells: MatchedCell[] = [];
    const costs: Grouped[] = [];
    for (const [k, { name, subject, firstWeights }] of networks.entries()) {
      const { byCell } = await searchCells(subject, { ...options, firstWeights, only: [] });
      const own = byCell.map((found) => matched(name, subject, found, partners[k]!, options.states));
      cells.push(...own);
      costs.push(...(await costsOf(k, subject, own, partners[k]!, options.states, rng)));
    }
    const recurring = cells.filter(({ recurs }) => recurs);
    const share = (of: (cell: MatchedCell) => number) => shareOf(cells, (cell) => of(cell) >= THRESHOLD);
    return {
      view: 'match',
      text: textReport(text, length),
      networks: networks.map(({ name }) => name),
      threshold: THRESHOLD,
      share: recurring.length / cells.length,
      shuffled: share(({ shuffled }) => shuffled),
      untrained: share(({ untrained }) => untrained),
      every: shareOf(recurring, ({ least }) => least >= THRESHOLD) * (recurring.length / cells.length),
      correlation: {
        partner: mean(cells.map(({ partner }) => partner)),
        shuffled: mean(cells.map(({ shuffled }) => shuffled)),
        untrained: mean(cells.map(({ untrained }) => untrained)),
      },
      features: featuresOf(cells),
      verdicts: verdictsOf(cells),
      ablation: ablationOf(costs, rng),
      cells: cells.sort((a, b) => Number(b.recurs) - Number(a.recurs) || b.partner - a.partner),
    };
  });
}

const shareOf = <T>(all: readonly T[], holds: (one: T) => boolean): number =>
  all.length === 0 ? 0 : all.filter(holds).length / all.length;

function matched(
  network: string,
  { model }: Subject,
  { cell, feature, verdict }: CellReport,
  partners: Partners,
  states: readonly string[],
): MatchedCell {
  const i = indexOfCell(cellsOf(model, states), parseCell(cell) as Cell);
  const [partner, shuffled, untrained] = [
    partners.trained[i]!,
    partners.shuffled[i]!,
    partners.untrained[i]!,
  ];
  const recurs = partner >= THRESHOLD && partner > shuffled && partner > untrained;
  return { network, cell, partner, shuffled, untrained, least: partners.least[i]!, recurs, feature, verdict };
}

const isTracked = (verdict: Verdict | null): boolean => verdict === 'tracks' || verdict === 'partly';

function featuresOf(cells: readonly MatchedCell[]): MatchReport['features'] {
  const tracking = cells.filter(({ verdict }) => isTracked(verdict));
  return [...new Set(tracking.map(({ feature }) => feature!))]
    .map((feature) => ({ feature, ...countOf(tracking.filter((cell) => cell.feature === feature)) }))
    .sort((a, b) => b.cells - a.cells);
}

const VERDICTS = ['tracks', 'partly', 'echo of recent characters', 'no better than chance', null] as const;

const verdictsOf = (cells: readonly MatchedCell[]): MatchReport['verdicts'] =>
  VERDICTS.map((verdict) => ({
    verdict,
    ...countOf(cells.filter((cell) => cell.verdict === verdict)),
  })).filter(({ cells }) => cells > 0);

const countOf = (cells: readonly MatchedCell[]) => ({
  cells: cells.length,
  share: shareOf(cells, ({ recurs }) => recurs),
});

/** What it costs to clamp some cells of a network that recur, and some that do not. Gates cannot be clamped. */
async function costsOf(
  block: number,
  subject: Subject,
  cells: readonly MatchedCell[],
  { means }: Partners,
  states: readonly string[],
  rng: Rng,
): Promise<Grouped[]> {
  const { model } = subject;
  const all = cellsOf(model, states);
  const clampable = cells.filter(({ cell, verdict }) => {
    const { state } = parseCell(cell) as Cell;
    return verdict !== null && cellNamed(model.config.cell).states.includes(state);
  });
  const some = [true, false].flatMap((recurs) =>
    shuffle([...clampable.filter((cell) => cell.recurs === recurs)], rng).slice(0, SAMPLED),
  );
  const intact = await lossOf(subject);
  const costs: Grouped[] = [];
  for (const { cell, recurs } of some) {
    const index = indexOfCell(all, parseCell(cell) as Cell);
    const where = parseCell(nameAt(all, index)) as Cell;
    costs.push({ block, first: recurs, value: await costOf(subject, where, means[index]!, intact) });
  }
  return costs;
}

function ablationOf(costs: readonly Grouped[], rng: Rng): MatchAblation | null {
  const of = (first: boolean) => {
    const values = costs.filter((one) => one.first === first).map(({ value }) => value);
    return { cells: values.length, cost: mean(values) };
  };
  const [recurring, others] = [of(true), of(false)];
  if (recurring.cells === 0 || others.cells === 0) return null;
  return { recurring, others, p: permutationP(costs, PERMUTATIONS, rng) };
}
