import { expect } from 'chai';
import fc from 'fast-check';
import {
  and,
  evaluate,
  negate,
  readable,
  sizeOf,
  written,
  type Formula,
} from '../../../src/inspect/coverage/formula.js';

const is = (atom: number): Formula => ({ op: 'is', atom });
const not = (atom: number): Formula => ({ op: 'not', atom });
const or = (a: Formula, b: Formula): Formula => ({ op: 'or', parts: [a, b] });
const names = ['string', 'braces', 'depth >= 2'];
const text = (formula: Formula): string => written(formula, (atom) => names[atom]!);

/** Every combination of three conditions, one a position. */
const all = [0, 1, 2].map((atom) => Uint8Array.from({ length: 8 }, (_, i) => (i >> atom) & 1));
const truth = (formula: Formula): number[] => Array.from(evaluate(formula, (atom) => all[atom]!));

const formulas = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { depthSize: 'small' },
    fc.record({ op: fc.constantFrom('is' as const, 'not' as const), atom: fc.nat(2) }),
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.tuple(tie('formula'), tie('formula')),
    }),
  ),
})).formula;

describe('formulas of conditions', () => {
  it('hold where their parts do', () => {
    expect(truth(and(is(0), not(1)))).to.deep.equal([0, 1, 0, 0, 0, 1, 0, 0]);
    expect(truth(or(and(is(0), is(1)), is(2)))).to.deep.equal([0, 0, 0, 1, 1, 1, 1, 1]);
  });

  it('are written with the fewest parentheses that keep their meaning', () => {
    expect(text(is(0))).to.equal('string');
    expect(text(and(not(0), is(2)))).to.equal('not string and depth >= 2');
    expect(text(and(and(is(0), is(1)), is(2)))).to.equal('string and braces and depth >= 2');
    expect(text(and(or(is(0), not(1)), is(2)))).to.equal('(string or not braces) and depth >= 2');
    expect(text(or(and(is(0), is(1)), is(2)))).to.equal('(string and braces) or depth >= 2');
  });

  it('are negated exactly', () => {
    fc.assert(
      fc.property(formulas, (formula) => {
        expect(truth(negate(formula))).to.deep.equal(truth(formula).map((value) => 1 - value));
        expect(sizeOf(negate(formula))).to.equal(sizeOf(formula));
      }),
    );
  });

  it('are shown as themselves or their negation, with fewer negated conditions', () => {
    expect(text(readable(or(not(0), not(1))))).to.equal('string and braces');
    expect(text(readable(and(is(0), not(1))))).to.equal('string and not braces');
    expect(text(readable(or(is(0), not(1))))).to.equal('not string and braces');
    fc.assert(
      fc.property(formulas, (formula) => {
        const [shown, given] = [truth(readable(formula)), truth(formula)];
        const same = shown.every((value, i) => value === given[i]);
        expect(same || shown.every((value, i) => value === 1 - given[i]!)).to.equal(true);
      }),
    );
  });
});
