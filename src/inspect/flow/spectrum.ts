import type { Pace } from '../forward/pace.js';

/**
 * The singular values of a matrix [rows, columns], largest first: the square roots of the eigenvalues of AᵀA, which
 * Householder reflections bring to tridiagonal form and QL iterations with implicit shifts to diagonal form (Golub &
 * Van Loan, Matrix Computations, 8.3). Values below about 1e-8 of the largest are noise.
 */
export async function singularValues(
  A: ArrayLike<number>,
  rows: number,
  columns: number,
  pace: Pace,
): Promise<Float64Array> {
  const { diagonal, below } = await tridiagonalize(await gram(A, rows, columns, pace), columns, pace);
  await diagonalize(diagonal, below, pace);
  return diagonal
    .map((value) => Math.sqrt(Math.max(0, value)))
    .sort()
    .reverse();
}

/** AᵀA [n, n]. */
async function gram(A: ArrayLike<number>, rows: number, n: number, pace: Pace): Promise<Float64Array> {
  const S = new Float64Array(n * n);
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < n; i++) {
      const a = A[r * n + i]!;
      if (a === 0) continue;
      for (let j = 0; j < n; j++) S[i * n + j]! += a * A[r * n + j]!;
    }
    await pace.pause();
  }
  return S;
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** below[i] is element (i + 1, i); the last one is 0. */
  readonly below: Float64Array;
}

/** S ← (I − 2vvᵀ) S (I − 2vvᵀ) for each column in turn, where v makes all but its first two elements zero. */
async function tridiagonalize(S: Float64Array, n: number, pace: Pace): Promise<Tridiagonal> {
  const below = new Float64Array(n);
  const v = new Float64Array(n);
  const p = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    let norm = 0;
    for (let i = k + 1; i < n; i++) norm = Math.hypot(norm, S[i * n + k]!);
    const alpha = S[(k + 1) * n + k]! > 0 ? -norm : norm;
    below[k] = alpha;
    for (let i = k + 1; i < n; i++) v[i] = S[i * n + k]!;
    v[k + 1]! -= alpha;
    let length = 0;
    for (let i = k + 1; i < n; i++) length += v[i]! * v[i]!;
    if (length > 0) reflect(S, n, k + 1, v, p, 2 / length);
    await pace.pause();
  }
  return { diagonal: Float64Array.from({ length: n }, (_, i) => S[i * n + i]!), below };
}

/** S ← S − vwᵀ − wvᵀ from row and column `from` on, with p = βSv and w = p − (β/2)(pᵀv)v. */
function reflect(
  S: Float64Array,
  n: number,
  from: number,
  v: Float64Array,
  p: Float64Array,
  beta: number,
): void {
  let product = 0;
  for (let i = from; i < n; i++) {
    let sum = 0;
    for (let j = from; j < n; j++) sum += S[i * n + j]! * v[j]!;
    p[i] = beta * sum;
    product += p[i]! * v[i]!;
  }
  for (let i = from; i < n; i++) p[i]! -= (beta / 2) * product * v[i]!;
  for (let i = from; i < n; i++) {
    for (let j = from; j < n; j++) S[i * n + j]! -= v[i]! * p[j]! + p[i]! * v[j]!;
  }
}

/** Leaves the eigenvalues in d; overwrites e. */
async function diagonalize(d: Float64Array, e: Float64Array, pace: Pace): Promise<void> {
  const n = d.length;
  for (let low = 0; low < n; low++) {
    for (let sweep = 0; sweep < 60; sweep++) {
      let m = low;
      while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++;
      if (m === low) break;
      sweepUp(d, e, low, m);
    }
    await pace.pause();
  }
}

/** One implicit QL step with Wilkinson's shift on rows low ... m. */
function sweepUp(d: Float64Array, e: Float64Array, low: number, m: number): void {
  let g = (d[low + 1]! - d[low]!) / (2 * e[low]!);
  g = d[m]! - d[low]! + e[low]! / (g + (g >= 0 ? 1 : -1) * Math.hypot(g, 1));
  let [s, c, p] = [1, 1, 0];
  for (let i = m - 1; i >= low; i--) {
    const f = s * e[i]!;
    const b = c * e[i]!;
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1]! -= p;
      e[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1]! - p;
    const t = (d[i]! - g) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = g + p;
    g = c * t - b;
  }
  d[low]! -= p;
  e[low] = g;
  e[m] = 0;
}
