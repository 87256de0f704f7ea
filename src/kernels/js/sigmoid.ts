/** σ(x) = 1 / (1 + e⁻ˣ); σ'(x) = σ(1 − σ) needs only the value. */
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
