import type { Clamp } from '../layers/layer.js';
import type { Rng } from '../core/rng.js';
import { userError } from '../core/errors.js';
import { cellNamed } from '../layers/cells.js';
import { cellName, cellsOf, indexOfCell, type Cell } from './cells.js';
import type { TextReport } from './cells-report.js';
import type { Feature } from './features/index.js';
import { eachLoss } from './losses.js';
import { stretches, walk } from './record.js';
import type { Interval } from './sampling.js';
import type { Subject } from './subject.js';
import { spread } from './text.js';

const READS = 100_000;
/** How many random cells of the same layer are held for comparison. */
const RANDOM = 8;

/** What the network loses when a cell is held at a value, where its feature is decided and elsewhere. */
export interface AblationReport {
  readonly view: 'ablation';
  readonly text: TextReport;
  readonly ablations: readonly Ablation[];
}

export interface Ablation {
  readonly cell: string;
  readonly feature: string;
  /** The value it is held at, and how that was chosen. */
  readonly hold: number;
  readonly how: 'zero' | 'mean' | 'value';
  /** Positions at which the next symbol ends the feature (the closing quote, the newline), and all others. */
  readonly decisions: number;
  readonly elsewhere: number;
  /** Nats per symbol before, and what holding the cell adds. */
  readonly lossAtDecisions: number;
  readonly lossElsewhere: number;
  readonly addedAtDecisions: number;
  readonly addedElsewhere: number;
  /** The same for random cells of the same layer and state, each held in the same manner. */
  readonly random: readonly {
    readonly cell: string;
    readonly addedAtDecisions: number;
    readonly addedElsewhere: number;
  }[];
}

/** One cell, the feature it is said to track, and what it is held at. */
export interface AblationRequest {
  readonly cell: Cell;
  readonly feature: Feature;
  readonly hold: 'zero' | 'mean' | number;
}

/** Holds each cell in turn on the text (its first 100,000 symbols). */
export function viewAblation(
  subject: Subject,
  requests: readonly AblationRequest[],
  rng: Rng,
): AblationReport {
  const { text } = subject;
  const part = { from: 0, to: Math.min(READS, text.ids.length) };
  const intact = lossesOf(subject, part);
  return {
    view: 'ablation',
    text: { name: text.name, characters: part.to },
    ablations: requests.map((request) => ablate(subject, request, part, intact, rng)),
  };
}

function ablate(
  subject: Subject,
  { cell, feature, hold }: AblationRequest,
  part: Interval,
  intact: Float32Array,
  rng: Rng,
): Ablation {
  const values = spread(subject.text, feature.values(subject.text.codes));
  const where = decisionPoints(values, part);
  if (!where.includes(1)) {
    throw userError('inspect/decisions', { feature: feature.name, name: subject.text.name });
  }
  const before = means(intact, where);
  const added = (held: Cell, value: number): Means => {
    const after = means(lossesOf(subject, part, [clampOf(subject, held, value)]), where);
    return { ...after, at: after.at - before.at, elsewhere: after.elsewhere - before.elsewhere };
  };
  const value = valueToHold(subject, cell, hold, part);
  const own = added(cell, value);
  return {
    cell: cellName(cell),
    feature: feature.name,
    hold: value,
    how: typeof hold === 'number' ? 'value' : hold,
    decisions: before.decisions,
    elsewhere: before.others,
    lossAtDecisions: before.at,
    lossElsewhere: before.elsewhere,
    addedAtDecisions: own.at,
    addedElsewhere: own.elsewhere,
    random: randomCells(subject, cell, rng).map((other) => {
      const { at, elsewhere } = added(other, valueToHold(subject, other, hold, part));
      return { cell: cellName(other), addedAtDecisions: at, addedElsewhere: elsewhere };
    }),
  };
}

/**
 * 1 at every position whose next symbol ends what the feature says: a binary feature goes off, a graded one falls. What
 * the network predicts there is where it needs to know.
 */
export function decisionPoints(values: Float32Array, { from, to }: Interval): Uint8Array {
  return Uint8Array.from({ length: to - from }, (_, i) =>
    Number(from + i + 1 < values.length && values[from + i + 1]! < values[from + i]!),
  );
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
function lossesOf(subject: Subject, part: Interval, clamps: readonly Clamp[] = []): Float32Array {
  const losses = new Float32Array(part.to - part.from).fill(NaN);
  eachLoss(subject, stretches(subject.model, part), { clamps }, (position, nats) => {
    losses[position - part.from] = nats;
  });
  return losses;
}

function clampOf({ model }: Subject, cell: Cell, value: number): Clamp {
  const { states } = cellNamed(model.config.cell);
  if (!states.includes(cell.state)) throw userError('inspect/gate', { cell: cellName(cell) });
  return { layer: cell.layer - 1, unit: cell.unit - 1, state: cell.state, value };
}

/** The mean is that of the intact network on the first 20,000 symbols. */
function valueToHold(
  { model, text }: Subject,
  cell: Cell,
  hold: AblationRequest['hold'],
  part: Interval,
): number {
  if (hold === 'zero') return 0;
  if (typeof hold === 'number') return hold;
  const cells = cellsOf(model, [cell.state]);
  const group = cells.groups.find(({ layer }) => layer === cell.layer)!;
  const unit = indexOfCell(cells, cell) - group.first;
  const some = { from: part.from, to: Math.min(part.to, part.from + 20_000) };
  let [sum, n] = [0, 0];
  for (const { rows } of walk(model, text, stretches(model, some))) {
    for (const row of rows) sum += group.cache.data[group.cache.offset + row * group.cache.stride + unit]!;
    n += rows.length;
  }
  return sum / n;
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
