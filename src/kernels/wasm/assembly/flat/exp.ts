import { madd } from '../lanes';

/** 1.5·2²³: added to a number below 2²², it leaves the nearest integer in the lowest bits. */
const MAGIC: f32 = 12582912;

/**
 * eˣ on four lanes. With n the integer nearest to x / ln 2, x = n·ln 2 + r and |r| ≤ ln 2 / 2:
 *
 *     eˣ = 2ⁿ · eʳ,    eʳ ≈ 1 + r + r²·(c₀ + c₁r + c₂r² + c₃r³ + c₄r⁴)
 *
 * The c are the minimax fit for the relative error, which is 3e-9: rounding to float32 is the larger part of the whole
 * error, below 2e-7. ln 2 is taken off in two parts so that r is exact. 2ⁿ is made by adding n to the exponent's bits.
 * x is clamped to ±87.3, where the result is a normal number; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const clamped = f32x4.pmax(f32x4.pmin(x, f32x4.splat(87.3)), f32x4.splat(-87.3));
  const raised = f32x4.add(f32x4.mul(clamped, f32x4.splat(1.4426950408889634)), f32x4.splat(MAGIC));
  const n = f32x4.sub(raised, f32x4.splat(MAGIC));
  let r = f32x4.sub(clamped, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = madd(n, f32x4.splat(2.12194440e-4), r);
  let p = madd(f32x4.splat(0.0013814461658633818), r, f32x4.splat(0.008368781270251886));
  p = madd(p, r, f32x4.splat(0.04166839434766394));
  p = madd(p, r, f32x4.splat(0.1666652009929086));
  p = madd(p, r, f32x4.splat(0.49999993411764665));
  p = f32x4.add(madd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  return i32x4.add(p, i32x4.shl(raised, 23));
}

/** σ(x) = 1 / (1 + e⁻ˣ) on four lanes; relative error below 4e-7. */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
}
