/**
 * Ridge regression on chosen cells: w = (G_SS + λI)⁻¹ b_S, by Cholesky's factorisation G_SS + λI = L Lᵀ, which grows by
 * a row whenever a cell is added.
 */
export interface Ridge {
  readonly chosen: readonly number[];
  add(cell: number): void;
  /** One weight per chosen cell. */
  solve(b: Float64Array): Float64Array;
}

/** Nothing chosen yet, of the cells of G [cells, cells]. */
export function createRidge(G: ArrayLike<number>, cells: number, lambda: number): Ridge {
  const chosen: number[] = [];
  const L: Float64Array[] = [];
  function add(cell: number): void {
    const n = chosen.length;
    const row = new Float64Array(n + 1);
    for (let i = 0; i < n; i++) row[i] = (G[cell * cells + chosen[i]!]! - dot(L[i]!, row, i)) / L[i]![i]!;
    row[n] = Math.sqrt(Math.max(1e-12, G[cell * cells + cell]! + lambda - dot(row, row, n)));
    L.push(row);
    chosen.push(cell);
  }
  function solve(b: Float64Array): Float64Array {
    const n = chosen.length;
    const w = new Float64Array(n);
    for (let i = 0; i < n; i++) w[i] = (b[chosen[i]!]! - dot(L[i]!, w, i)) / L[i]![i]!;
    for (let i = n - 1; i >= 0; i--) {
      let sum = w[i]!;
      for (let j = i + 1; j < n; j++) sum -= L[j]![i]! * w[j]!;
      w[i] = sum / L[i]![i]!;
    }
    return w;
  }
  return { chosen, add, solve };
}

function dot(x: Float64Array, y: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += x[i]! * y[i]!;
  return sum;
}
