import { mean } from '../../core/numbers.js';
import type { Rng } from '../../core/rng.js';
import { shuffle } from '../../core/shuffle.js';
import type { Cell } from '../forward/cells.js';
import { eachLoss } from '../forward/losses.js';
import { stretches } from '../forward/record.js';
import type { Subject } from '../forward/subject.js';

/** Symbols that are read for each cell. */
export const READS = 20_000;

/** What clamping a cell at a value adds to the mean loss of the beginning of the text, in nats per symbol. */
export async function costOf(subject: Subject, cell: Cell, value: number, intact: number): Promise<number> {
  const { layer, unit, state } = cell;
  return (await lossOf(subject, [{ layer: layer - 1, unit: unit - 1, state, value }])) - intact;
}

/** The mean loss of the beginning of the text. */
export async function lossOf(
  subject: Subject,
  clamps: readonly { layer: number; unit: number; state: string; value: number }[] = [],
): Promise<number> {
  const part = { from: 0, to: Math.min(READS, subject.text.ids.length) };
  let [sum, n] = [0, 0];
  await eachLoss(subject, stretches(subject.model, part), { clamps }, (_, nats) => {
    sum += nats;
    n += 1;
  });
  return sum / n;
}

/** A value of one of two groups, in one of several blocks. */
export interface Grouped {
  readonly block: number;
  readonly first: boolean;
  readonly value: number;
}

/**
 * The share of permutations within blocks in which the mean of the first group exceeds that of the second by as much as
 * it does (one-sided).
 */
export function permutationP(values: readonly Grouped[], permutations: number, rng: Rng): number {
  const blocks = [...new Set(values.map(({ block }) => block))].map((block) =>
    values.filter((one) => one.block === block),
  );
  const labels = blocks.map((block) => block.map(({ first }) => first));
  const difference = (): number => {
    const [first, second]: [number[], number[]] = [[], []];
    blocks.forEach((block, k) =>
      block.forEach(({ value }, i) => (labels[k]![i]! ? first : second).push(value)),
    );
    return mean(first) - mean(second);
  };
  const observed = difference();
  let reached = 1;
  for (let k = 0; k < permutations; k++) {
    for (const one of labels) shuffle(one, rng);
    if (difference() >= observed - 1e-12) reached += 1;
  }
  return reached / (permutations + 1);
}
