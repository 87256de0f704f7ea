import { expect } from 'chai';
import { createRng } from '../../../src/core/rng.js';
import { evaluate, negate, and, type Formula } from '../../../src/inspect/coverage/formula.js';
import { conditionsOf } from '../../../src/inspect/coverage/conditions.js';
import { createFormulaSearch } from '../../../src/inspect/coverage/formula-search.js';
import { scaleOf, standardize } from '../../../src/inspect/coverage/standardize.js';
import { unwatched } from '../../../src/inspect/forward/pace.js';
import { createPlainMemory } from '../../../src/core/memory.js';
import { js } from '../../../src/kernels/js/index.js';

const [n, atoms] = [600, 6];

/** The share of the variance between two sides, by the definition. */
function shareByHand(values: readonly number[], on: Uint8Array): number {
  const mean = (some: readonly number[]): number => some.reduce((a, b) => a + b, 0) / some.length;
  const all = mean(values);
  const sides = [0, 1].map((side) => values.filter((_, i) => on[i] === side));
  const between = sides.reduce(
    (sum, side) => sum + (side.length > 0 ? side.length * (mean(side) - all) ** 2 : 0),
    0,
  );
  return between / values.reduce((sum, value) => sum + (value - all) ** 2, 0);
}

describe('the search for a formula', () => {
  const rng = createRng(5);
  const holds = Array.from({ length: atoms }, (_, a) =>
    Uint8Array.from({ length: n }, () => Number(rng.uniform() < 0.2 + 0.1 * a)),
  );
  const is = (atom: number): Formula => ({ op: 'is', atom });
  const truth = (formula: Formula): Uint8Array => evaluate(formula, (atom) => holds[atom]!);

  async function search(columns: readonly (readonly number[])[]) {
    const cells = columns.length;
    const raw = {
      n,
      width: cells,
      values: Float32Array.from({ length: n * cells }, (_, k) => columns[k % cells]![Math.floor(k / cells)]!),
    };
    const unit = standardize(raw, scaleOf(raw), 1 / Math.sqrt(n));
    const find = createFormulaSearch(conditionsOf(holds, n), cells, {
      kernels: js,
      memory: createPlainMemory(),
    });
    return find({ cells, values: unit.values }, unwatched);
  }
  const planted = (formula: Formula, noise: number, seed: number): number[] => {
    const random = createRng(seed);
    return Array.from(truth(formula), (on) => on + noise * random.normal());
  };

  it('finds of all formulas of two conditions the one with the largest share', async () => {
    const values = planted(and(is(0), negate(is(3))), 1.2, 7);
    const [found] = await search([values]);
    let best = 0;
    for (let a = 0; a < atoms; a++)
      for (let b = a + 1; b < atoms; b++)
        for (const x of [is(a), negate(is(a))])
          for (const y of [is(b), negate(is(b))])
            best = Math.max(best, shareByHand(values, truth(and(x, y))));
    expect(found!.share).closeTo(best, 1e-5);
    expect(found!.share).closeTo(shareByHand(values, truth(found!.formula)), 1e-5);
  });

  it('finds formulas of one, two and three conditions, negated or not, and of both shapes', async () => {
    const formulas: Formula[] = [
      is(2),
      and(negate(is(1)), is(4)),
      negate(and(is(1), is(4))),
      and(and(is(5), is(4)), negate(is(0))),
      and(negate(and(is(5), is(3))), is(2)),
      negate(and(negate(is(5)), and(is(2), is(3)))),
    ];
    const found = await search(formulas.map((formula, k) => planted(formula, 0.3, k)));
    formulas.forEach((formula, k) => {
      const [on, expected] = [truth(found[k]!.formula), truth(formula)];
      const same = on.filter((value, i) => value === expected[i]).length;
      expect([0, n], `formula ${k}`).to.include(same);
    });
  });

  it('adds a condition only where it is worth it', async () => {
    const [found] = await search([planted(is(2), 2, 3)]);
    expect(found!.formula).to.deep.equal(is(2));
  });

  it('finds nothing for a constant cell', async () => {
    expect(await search([Array<number>(n).fill(0.25)])).to.deep.equal([null]);
  });
});
