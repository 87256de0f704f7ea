import type { Rng } from '../../core/rng.js';
import type { Pace } from '../forward/pace.js';
import type { Backend } from '../forward/subject.js';
import type { Both } from '../search/report.js';
import type { Terms } from './atoms.js';
import { fitLines } from './fit.js';
import { evaluate, readable, sizeOf, written, type Candidate, type Formula } from './formula.js';
import { conditionsOf } from './conditions.js';
import { createFormulaSearch, GAIN } from './formula-search.js';
import { createRegression } from './regression.js';
import { familyWiseOwn, type Blocks } from './significance.js';
import {
  columnsOf,
  putColumns,
  scaleOf,
  sharesOf,
  someColumns,
  standardize,
  standardizeBoth,
  type Columns,
} from './standardize.js';

/** Cells that are explained together. */
const GROUP = 128;

/** The values of cells at the sampled positions of both parts, and what the last symbols predict for them there. */
export interface Observed {
  readonly cells: Both<Columns>;
  readonly recent: Both<Columns>;
  /** How the held-out positions lie in blocks. */
  readonly blocks: Blocks;
}

/** What explains one cell: the fields of CellCoverage in report.ts. */
export interface Explanation {
  readonly constant: boolean;
  readonly feature: string;
  readonly featureScore: number;
  readonly formula: string;
  /** How many conditions the formula has; 1 also for a feature by a straight line. */
  readonly size: number;
  readonly sign: 1 | -1;
  readonly score: number;
  readonly features: number;
  readonly recent: number;
  readonly both: number;
  readonly p: number;
}

/** The explanations of all cells, and their formulas as numbers at the held-out positions, [n, cells]. */
export interface Explained {
  readonly explanations: readonly Explanation[];
  readonly signals: Columns;
}

interface ExplainOptions {
  readonly shuffles: number;
  readonly rng: Rng;
  readonly pace: Pace;
}

/** Explains the cells of a network. Networks must be observed at the positions of the terms. */
export type Explainer = (observed: Observed, options: ExplainOptions) => Promise<Explained>;

/** Takes the working space, for networks of any number of cells. */
export function createExplainer(terms: Terms, backend: Backend): Explainer {
  const { features, atoms } = terms;
  const side = (part: keyof Both<unknown>) =>
    columnsOf(
      features.map(({ values }) => values[part]),
      features[0]!.values[part].length,
    );
  const raw = { selection: side('selection'), heldOut: side('heldOut') };
  const regression = createRegression(raw, GROUP, backend);
  const bits = atoms.map(({ holds }) => holds.selection);
  const search = createFormulaSearch(conditionsOf(bits, raw.selection.n), GROUP, backend);

  /** The feature by a straight line, unless a formula explains more. */
  function termFor(feature: number, correlation: number, found: Candidate | null): Term {
    const { name, values } = features[feature]!;
    if (found === null || found.share < correlation ** 2 + GAIN) return { name, size: 1, values };
    return formulaTerm(terms, found.formula);
  }

  async function explainGroup({ cells, recent }: Observed, pace: Pace) {
    const scale = scaleOf(cells.selection);
    const [y, r] = [standardizeBoth(cells, scale), standardizeBoth(recent, scale)];
    const { n, width } = y.selection;
    const unit = standardize(cells.selection, scale, 1 / Math.sqrt(n));
    const found = await search({ cells: width, values: unit.values }, pace);
    const { correlations, ...linear } = regression.shares(y, r);
    const best = found.map((_, c) => strongest(correlations, features.length, width, c));
    const chosen = found.map((one, c) => termFor(best[c]!, correlations[best[c]! * width + c]!, one));
    const signals = signalsOf(chosen);
    const [single, fit] = [fitLines(signalsOf(best.map((f) => features[f]!)), y), fitLines(signals, y)];
    const ofRecent = sharesOf(y.heldOut, r.heldOut.values);
    const explanations = chosen.map(({ name, size }, c) => ({
      constant: scale.scale[c] === 0,
      feature: features[best[c]!]!.name,
      featureScore: single.shares[c]!,
      formula: name,
      size,
      sign: fit.signs[c]!,
      score: fit.shares[c]!,
      features: linear.features[c]!,
      recent: ofRecent[c]!,
      both: linear.both[c]!,
    }));
    return { explanations, signals: signals.heldOut };
  }

  return async (observed, { shuffles, rng, pace }) => {
    const { n, width } = observed.cells.heldOut;
    const signals = { n, width, values: new Float32Array(n * width) };
    const explanations: Omit<Explanation, 'p'>[] = [];
    for (let first = 0; first < width; first += GROUP) {
      const group = await explainGroup(groupOf(observed, first, Math.min(GROUP, width - first)), pace);
      explanations.push(...group.explanations);
      putColumns(group.signals, signals, first);
    }
    const p = await familyWiseOwn(observed.cells.heldOut, signals, observed.blocks, { shuffles, rng, pace });
    return { explanations: explanations.map((one, c) => ({ ...one, p: p[c]! })), signals };
  };
}

/** A feature or a formula, as a number at each sampled position. */
interface Term {
  readonly name: string;
  readonly size: number;
  readonly values: Both<ArrayLike<number>>;
}

/** A formula or its negation, whichever is easier to read: both divide a cell's values in the same way. */
function formulaTerm({ atoms }: Terms, found: Formula): Term {
  const formula = readable(found);
  const on = (part: keyof Both<unknown>) => evaluate(formula, (atom) => atoms[atom]!.holds[part]);
  return {
    name: written(formula, (atom) => atoms[atom]!.name),
    size: sizeOf(formula),
    values: { selection: on('selection'), heldOut: on('heldOut') },
  };
}

function signalsOf(terms: readonly Pick<Term, 'values'>[]): Both<Columns> {
  const side = (part: keyof Both<unknown>) =>
    columnsOf(
      terms.map(({ values }) => values[part]),
      terms[0]!.values[part].length,
    );
  return { selection: side('selection'), heldOut: side('heldOut') };
}

/** The feature with the strongest correlation with a cell. */
function strongest(correlations: Float32Array, features: number, width: number, c: number): number {
  let best = 0;
  for (let f = 1; f < features; f++) {
    if (Math.abs(correlations[f * width + c]!) > Math.abs(correlations[best * width + c]!)) best = f;
  }
  return best;
}

function groupOf({ cells, recent, blocks }: Observed, first: number, width: number): Observed {
  const some = ({ selection, heldOut }: Both<Columns>) => ({
    selection: someColumns(selection, first, width),
    heldOut: someColumns(heldOut, first, width),
  });
  return { cells: some(cells), recent: some(recent), blocks };
}
