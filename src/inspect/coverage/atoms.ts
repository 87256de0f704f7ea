import type { Feature } from '../features/feature.js';
import type { Both } from '../search/report.js';

/** A condition that formulas are made of: a binary feature, or a graded one that has reached a threshold. */
export interface Atom {
  /** The name of the feature. */
  readonly feature: string;
  /** `depth >= 2`; of a binary feature its name. */
  readonly name: string;
  /** 0 or 1 at each sampled position of a part. */
  readonly holds: Both<Uint8Array>;
}

/** A feature as a number at each sampled position of a part. */
export interface Sampled {
  readonly name: string;
  readonly values: Both<Float32Array>;
}

/** All that the cells of a network may be explained by. */
export interface Terms {
  readonly features: readonly Sampled[];
  readonly atoms: readonly Atom[];
  /** Names of the features that are too rare in one of the parts, or constant. */
  readonly absent: readonly string[];
}

/** Positions of a part at which a condition must hold, and not hold, to be a term. */
export const RARE = 20;
/** Thresholds of a graded feature: its levels, or so many quantiles of them. */
const THRESHOLDS = 5;

/** The terms of features, from their values at the sampled positions; conditions that hold at the same ones are one. */
export function termsOf(features: readonly Feature[], values: readonly Both<Float32Array>[]): Terms {
  const atoms: Atom[] = [];
  const present: Sampled[] = [];
  const absent: string[] = [];
  features.forEach(({ name, kind }, f) => {
    const found = kind === 'binary' ? [atomOf(name, values[f]!, 1)] : gradedAtoms(name, values[f]!);
    const varied = found.filter(varies);
    const others = varied.filter((atom) => !atoms.some((known) => equal(known, atom)));
    atoms.push(...others);
    if (varied.length > 0) present.push({ name, values: values[f]! });
    else absent.push(name);
  });
  return { features: present, atoms, absent };
}

function atomOf(feature: string, values: Both<Float32Array>, least: number, name = feature): Atom {
  const holds = (part: Float32Array) => Uint8Array.from(part, (value) => Number(value >= least));
  return { feature, name, holds: { selection: holds(values.selection), heldOut: holds(values.heldOut) } };
}

/** One atom for each level of a feature that has few, else for the quantiles of its values. */
function gradedAtoms(feature: string, values: Both<Float32Array>): Atom[] {
  const sorted = values.selection.toSorted();
  const levels = [...new Set(sorted.subarray(0))];
  const few = levels.length <= THRESHOLDS + 1;
  const edges = few
    ? levels.slice(1)
    : Array.from({ length: THRESHOLDS }, (_, i) => quantile(sorted, (i + 1) / (THRESHOLDS + 1)));
  // a value that most positions share has several quantiles; above it the next level is the first that divides
  const apart = [...new Set(edges.map((edge) => (edge > sorted[0]! ? edge : (levels[1] ?? edge))))];
  return apart.map((edge) => atomOf(feature, values, edge, `${feature} >= ${rounded(edge)}`));
}

const quantile = (sorted: Float32Array, share: number): number => sorted[Math.floor(share * sorted.length)]!;

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

function varies({ holds }: Atom): boolean {
  return [holds.selection, holds.heldOut].every((part) => {
    const on = part.reduce((sum, value) => sum + value, 0);
    return Math.min(on, part.length - on) >= RARE;
  });
}

const equal = (a: Atom, b: Atom): boolean =>
  a.holds.selection.every((value, i) => value === b.holds.selection[i]);
