import { read, write } from '../lanes';

/**
 * Inverted dropout; see js/dropout.ts. An element is kept when the finalizer of MurmurHash3, applied to key ⊕ place,
 * has its upper 24 bits below keep·2²⁴. The places of one step's rows are consecutive.
 */
export function dropout(
  T: i32,
  B: i32,
  D: i32,
  first: i32,
  total: i32,
  keep: f64,
  key: i32,
  x: usize,
  y: usize,
): void {
  const threshold = <i32>(keep * 16777216);
  const scale = <f32>(1 / keep);
  const next = i32x4.splat(4);
  for (let t = 0; t < T; t++) {
    let place = i32x4.add(i32x4.splat((t * total + first) * D), i32x4(0, 1, 2, 3));
    let left = B * D;
    for (; left > 0; left -= 4) {
      const kept = i32x4.lt_s(i32x4.shr_u(fmix32(v128.xor(i32x4.splat(key), place)), 8), i32x4.splat(threshold));
      write(y, v128.and(kept, f32x4.mul(read(x, left), f32x4.splat(scale))), left);
      const step = <usize>min(left, 4) << 2;
      x += step;
      y += step;
      place = i32x4.add(place, next);
    }
  }
}

// @ts-ignore: decorator
@inline
function fmix32(h: v128): v128 {
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 16)), i32x4.splat(0x85ebca6b));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}
