import { madd } from '../lanes';

/**
 * tanh x on four lanes, as x·P(x²) / Q(x²) with two polynomials of degree 4 in x². They are the minimax fit for the
 * relative error on |x| ≤ 9.02, 2e-8; with rounding it stays below 5e-7. Beyond, tanh is ±1 in float32.
 */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const clamped = f32x4.pmax(f32x4.pmin(x, f32x4.splat(9.02)), f32x4.splat(-9.02));
  const s = f32x4.mul(clamped, clamped);
  let p = madd(s, f32x4.splat(1.3319075991129561e-8), f32x4.splat(2.0583510935099743e-5));
  p = madd(p, s, f32x4.splat(0.0034940375526188575));
  p = madd(p, s, f32x4.splat(0.1337972087995151));
  p = madd(p, s, f32x4.splat(0.9999999791150038));
  let q = madd(s, f32x4.splat(7.762028958598242e-7), f32x4.splat(0.0003283096889310916));
  q = madd(q, s, f32x4.splat(0.025871085860607605));
  q = madd(q, s, f32x4.splat(0.4671303614880758));
  q = madd(q, s, f32x4.splat(1));
  const y = f32x4.div(f32x4.mul(clamped, p), q);
  return f32x4.pmax(f32x4.pmin(y, f32x4.splat(1)), f32x4.splat(-1));
}
