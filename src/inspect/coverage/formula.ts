/**
 * A formula of conditions with and, or, not, where `not` stands before conditions only (negation normal form). `atom`
 * is the index of a condition.
 */
export type Formula =
  | { readonly op: 'is' | 'not'; readonly atom: number }
  | { readonly op: 'and' | 'or'; readonly parts: readonly [Formula, Formula] };

/** A formula, and the share of a cell's variance between the positions where it holds and the others. */
export interface Candidate {
  readonly formula: Formula;
  readonly share: number;
}

/** The formula that holds exactly where this one does not (De Morgan). */
export function negate(formula: Formula): Formula {
  if ('atom' in formula) return { op: formula.op === 'is' ? 'not' : 'is', atom: formula.atom };
  const [a, b] = formula.parts;
  return { op: formula.op === 'and' ? 'or' : 'and', parts: [negate(a), negate(b)] };
}

/** Both hold. */
export const and = (a: Formula, b: Formula): Formula => ({ op: 'and', parts: [a, b] });

/** How many conditions are in it. */
export function sizeOf(formula: Formula): number {
  return 'atom' in formula ? 1 : sizeOf(formula.parts[0]) + sizeOf(formula.parts[1]);
}

/** How many of them are negated. */
function negations(formula: Formula): number {
  if ('atom' in formula) return Number(formula.op === 'not');
  return negations(formula.parts[0]) + negations(formula.parts[1]);
}

/** The formula or its negation, whichever has fewer negated conditions; `and` rather than `or`. */
export function readable(formula: Formula): Formula {
  const other = negate(formula);
  const [here, there] = [negations(formula), negations(other)];
  return there < here || (there === here && formula.op === 'or') ? other : formula;
}

/** 0 or 1 at each of `n` positions, from those at which each condition holds. */
export function evaluate(formula: Formula, holds: (atom: number) => Uint8Array): Uint8Array {
  if ('atom' in formula) {
    const values = holds(formula.atom);
    return formula.op === 'is' ? values : values.map((value) => 1 - value);
  }
  const [a, b] = formula.parts.map((part) => evaluate(part, holds)) as [Uint8Array, Uint8Array];
  return formula.op === 'and' ? a.map((value, i) => value & b[i]!) : a.map((value, i) => value | b[i]!);
}

/** `string and not braces`, `(string or braces) and depth >= 2`. */
export function written(formula: Formula, name: (atom: number) => string, within?: 'and' | 'or'): string {
  if ('atom' in formula) return `${formula.op === 'not' ? 'not ' : ''}${name(formula.atom)}`;
  const { op, parts } = formula;
  const text = parts.map((part) => written(part, name, op)).join(` ${op} `);
  return within === undefined || within === op ? text : `(${text})`;
}
