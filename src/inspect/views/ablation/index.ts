import { userError } from '../../../core/errors.js';
import type { Clamp } from '../../../layers/layer.js';
import { mean } from '../../../core/numbers.js';
import { createRng, type Rng } from '../../../core/rng.js';
import { cellNamed } from '../../../layers/cells.js';
import { cellName, parseCell } from '../../../model/cell-name.js';
import { decisionPoints } from '../../features/decisions.js';
import type { Feature } from '../../features/index.js';
import { cellsOf, indexOfCell, type Cell } from '../../forward/cells.js';
import { eachLoss } from '../../forward/losses.js';
import { stretches, traceCell, type Interval } from '../../forward/record.js';
import type { Subject } from '../../forward/subject.js';
import { spread } from '../../forward/text.js';
import { defineView, type Inspection } from '../view.js';
import { blocks, rows, type Ablation, type AblationReport } from './report.js';
import { textReport } from '../text-report.js';

/** Symbols that are read. */
const READS = 100_000;
/** Symbols over which a cell's mean is taken. */
const MEAN_READS = 20_000;
/** How many random cells of the same layer are clamped for comparison. */
const RANDOM = 8;
/** How many findings are ablated when no cell is named. */
const MOST = 3;

/** One cell, the feature it should track, and its clamped value. */
export interface AblationRequest {
  readonly cell: Cell;
  readonly feature: Feature;
  readonly clamp: 'zero' | 'mean' | number;
}

/** Clamps each cell in turn. */
export const ablation = defineView<AblationReport>({
  name: 'ablation',
  takes: ['cell', 'state', 'feature', 'search', 'clamp'],
  async compute(inspection) {
    const subject = await inspection.subject();
    return ablateAll(subject, await requestsOf(inspection), createRng(inspection.question.seed));
  },
  blocks,
  rows,
  section: { title: 'Ablation', always: false },
});

/**
 * What to ablate. A cell without a feature is ablated where its best feature ends, a feature without a cell by its
 * best cell; with neither, the first few findings are.
 */
async function requestsOf({ network, cells, question, search }: Inspection): Promise<AblationRequest[]> {
  const { clamp, features } = question;
  if (cells.length > 0 && question.featuresNamed) {
    return cells.flatMap((cell) => features.map((feature) => ({ cell, feature, clamp })));
  }
  const report = await search();
  const requestOf = (cell: Cell, name: string): AblationRequest => ({
    cell,
    clamp,
    feature: features.find((feature) => feature.name === name)!,
  });
  if (cells.length > 0) {
    return cells.flatMap((cell) => {
      const own = report.byCell.find((other) => other.cell === cellName(cell))?.feature;
      return own ? [requestOf(cell, own)] : [];
    });
  }
  return report.features
    .map(({ cell, feature }) => requestOf(parseCell(cell) as Cell, feature))
    .filter(({ cell }) => isState(network.model, cell))
    .slice(0, MOST);
}

/** Clamps the cell of each request on the text (its first 100,000 symbols). */
export async function ablateAll(
  subject: Subject,
  requests: readonly AblationRequest[],
  rng: Rng,
): Promise<AblationReport> {
  const { text, pace } = subject;
  const part = { from: 0, to: Math.min(READS, text.ids.length) };
  return pace.task(part.to * (1 + requests.length * (1 + RANDOM)), async () => {
    const intact = await lossesOf(subject, part);
    const ablations: Ablation[] = [];
    for (const request of requests) ablations.push(await ablate(subject, request, part, intact, rng));
    return { view: 'ablation', text: textReport(text, part.to), ablations };
  });
}

async function ablate(
  subject: Subject,
  { cell, feature, clamp }: AblationRequest,
  part: Interval,
  intact: Float32Array,
  rng: Rng,
): Promise<Ablation> {
  const values = spread(subject.text, await feature.values(subject.text.codes));
  const where = decisionPoints(values, part);
  if (!where.includes(1)) {
    throw userError('inspect/decisions', { feature: feature.name, name: subject.text.name });
  }
  const before = means(intact, where);
  const added = async (clamped: Cell, value: number): Promise<Means> => {
    const after = means(await lossesOf(subject, part, [clampOf(subject, clamped, value)]), where);
    return { ...after, at: after.at - before.at, elsewhere: after.elsewhere - before.elsewhere };
  };
  const clampedAt = await valueOf(subject, cell, clamp, part);
  const own = await added(cell, clampedAt);
  const random: Ablation['random'][number][] = [];
  for (const other of randomCells(subject, cell, rng)) {
    const { at, elsewhere } = await added(other, await valueOf(subject, other, clamp, part));
    random.push({ cell: cellName(other), addedAtDecisions: at, addedElsewhere: elsewhere });
  }
  return {
    cell: cellName(cell),
    feature: feature.name,
    clamp: typeof clamp === 'number' ? 'value' : clamp,
    clampedAt,
    decisions: before.decisions,
    elsewhere: before.others,
    lossAtDecisions: before.at,
    lossElsewhere: before.elsewhere,
    addedAtDecisions: own.at,
    addedElsewhere: own.elsewhere,
    random,
  };
}

interface Means {
  readonly at: number;
  readonly elsewhere: number;
  readonly decisions: number;
  readonly others: number;
}

function means(losses: Float32Array, where: Uint8Array): Means {
  const sums = [0, 0];
  const counts = [0, 0];
  losses.forEach((loss, i) => {
    if (Number.isNaN(loss)) return;
    sums[where[i]!]! += loss;
    counts[where[i]!]! += 1;
  });
  return {
    at: sums[1]! / counts[1]!,
    elsewhere: sums[0]! / counts[0]!,
    decisions: counts[1]!,
    others: counts[0]!,
  };
}

/** Nats at each position of the part; NaN where the text ends. */
async function lossesOf(
  subject: Subject,
  part: Interval,
  clamps: readonly Clamp[] = [],
): Promise<Float32Array> {
  const losses = new Float32Array(part.to - part.from).fill(NaN);
  await eachLoss(subject, stretches(subject.model, part), { clamps }, (position, nats) => {
    losses[position - part.from] = nats;
  });
  return losses;
}

function clampOf({ model }: Subject, cell: Cell, value: number): Clamp {
  if (!isState(model, cell)) throw userError('inspect/gate', { cell: cellName(cell) });
  return { layer: cell.layer - 1, unit: cell.unit - 1, state: cell.state, value };
}

/** Gates are computed from the states; only states can be clamped. */
const isState = ({ config }: Subject['model'], { state }: Cell): boolean =>
  cellNamed(config.cell).states.includes(state);

/** The mean is that of the intact network on the first 20,000 symbols. */
async function valueOf(
  subject: Subject,
  cell: Cell,
  clamp: AblationRequest['clamp'],
  { from, to }: Interval,
): Promise<number> {
  if (clamp === 'zero') return 0;
  if (typeof clamp === 'number') return clamp;
  const cells = cellsOf(subject.model, [cell.state]);
  const some = { from, to: Math.min(to, from + MEAN_READS) };
  const values = await traceCell(subject, cells, indexOfCell(cells, cell), some);
  return mean(values);
}

/** Other cells of the same layer and state, drawn without repetition. */
function randomCells({ model }: Subject, cell: Cell, rng: Rng): Cell[] {
  const others = Array.from({ length: model.config.hidden }, (_, i) => i + 1).filter((u) => u !== cell.unit);
  const drawn: Cell[] = [];
  while (drawn.length < RANDOM && others.length > 0) {
    const [unit] = others.splice(rng.below(others.length), 1);
    drawn.push({ ...cell, unit: unit! });
  }
  return drawn;
}
