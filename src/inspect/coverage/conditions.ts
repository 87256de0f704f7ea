import { factorOf, ofThree, ofTwo, TRIPLES } from './partition.js';

/** Conditions at n positions, and the factor of each formula of them: see partition.ts. */
export interface Conditions {
  readonly n: number;
  /** [atom][n]: 0 or 1. */
  readonly holds: readonly Uint8Array[];
  /** The positions at which each holds. */
  readonly where: readonly Int32Array[];
  /** The conditions that hold at each position. */
  readonly holding: readonly Uint16Array[];
  /** [atom]. */
  readonly singles: Float64Array;
  /** [a][b][combination]. */
  readonly pairs: Float64Array;
  /** The positions at which both hold, and the factors [atom][TRIPLES] of formulas of them and a third. */
  both(a: number, b: number): { readonly rows: Int32Array; readonly factors: Float64Array };
}

/** Of each pair that is asked for the positions are found once. */
export function conditionsOf(holds: readonly Uint8Array[], n: number): Conditions {
  const A = holds.length;
  const where = holds.map((bits) => Int32Array.from(bits.keys()).filter((i) => bits[i] === 1));
  const holding = Array.from({ length: n }, (_, i) =>
    Uint16Array.from(holds.keys()).filter((a) => holds[a]![i] === 1),
  );
  /** How many of these rows each condition holds at. */
  const count = (rows: Int32Array): Int32Array => {
    const counts = new Int32Array(A);
    for (const i of rows) for (const a of holding[i]!) counts[a]! += 1;
    return counts;
  };
  const together = where.map(count);
  const pairs = new Float64Array(A * A * 4);
  for (let a = 0; a < A; a++) {
    for (let b = 0; b < A; b++) {
      const sizes = ofTwo(n, where[a]!.length, where[b]!.length, together[a]![b]!);
      sizes.forEach((m, k) => (pairs[(a * A + b) * 4 + k] = factorOf(n, m)));
    }
  }
  function findBoth(a: number, b: number) {
    const rows = where[a]!.filter((i) => holds[b]![i] === 1);
    const counts = count(rows);
    const factors = new Float64Array(A * TRIPLES);
    for (let c = 0; c < A; c++) {
      const sizes = factors.subarray(c * TRIPLES, (c + 1) * TRIPLES);
      const [ac, bc] = [together[a]![c]!, together[b]![c]!];
      const single = { a: where[a]!.length, b: where[b]!.length, c: where[c]!.length };
      ofThree(n, { ...single, ab: together[a]![b]!, ac, bc, abc: counts[c]! }, sizes);
      sizes.forEach((m, k) => (sizes[k] = factorOf(n, m)));
    }
    return { rows, factors };
  }
  const known = new Map<number, ReturnType<typeof findBoth>>();
  return {
    n,
    holds,
    where,
    holding,
    pairs,
    singles: Float64Array.from(where, ({ length }) => factorOf(n, length)),
    both(a, b) {
      const found = known.get(a * A + b) ?? findBoth(a, b);
      known.set(a * A + b, found);
      return found;
    },
  };
}
