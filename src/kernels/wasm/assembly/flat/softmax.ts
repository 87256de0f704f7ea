import { exp } from './exp';
import { read, sumLanes, write } from '../lanes';

// @ts-ignore: decorator
@external("env", "log")
declare function log(x: f64): f64;

/** Softmax cross-entropy of R rows and its gradient in place; see js/softmax.ts. `best` may be 0. Returns Σ mask·nats. */
export function softmaxCrossEntropy(
  R: i32,
  V: i32,
  logits: usize,
  targets: usize,
  mask: usize,
  scale: f32,
  nats: usize,
  best: usize,
): f64 {
  let total: f64 = 0;
  for (let r = 0; r < R; r++, logits += <usize>V << 2) {
    const target = logits + (<usize>load<i32>(targets + (r << 2)) << 2);
    const weight = load<f32>(mask + (r << 2));
    const max = largest(V, logits);
    if (best !== 0) store<i32>(best + (r << 2), indexOf(V, logits, max));
    const targetLogit = load<f32>(target) - max;
    const sum = exponentials(V, logits, max);
    const loss = log(<f64>sum) - <f64>targetLogit;
    store<f32>(nats + (r << 2), <f32>loss);
    total += <f64>weight * loss;
    const factor = scale * weight;
    times(V, logits, factor / sum);
    store<f32>(target, load<f32>(target) - factor);
  }
  return total;
}

// @ts-ignore: decorator
@inline
function largest(V: i32, row: usize): f32 {
  let lanes = f32x4.splat(-Infinity);
  let left = V;
  for (; left >= 4; left -= 4, row += 16) lanes = f32x4.pmax(lanes, v128.load(row));
  let max = Mathf.max(
    Mathf.max(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)),
    Mathf.max(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3)),
  );
  for (; left > 0; left--, row += 4) max = Mathf.max(max, load<f32>(row));
  return max;
}

/** The first place of a value that the row holds; 0 if it does not. */
function indexOf(V: i32, row: usize, value: f32): i32 {
  for (let v = 0; v < V; v++) if (load<f32>(row + (<usize>v << 2)) === value) return v;
  return 0;
}

/** row = exp(row − max); returns its sum. A loop of its own, as in activate.ts. */
export function exponentials(V: i32, row: usize, max: f32): f32 {
  const top = f32x4.splat(max);
  let sums = f32x4.splat(0);
  let left = V;
  if (left >= 4) {
    do {
      const e = exp(f32x4.sub(v128.load(row), top));
      v128.store(row, e);
      sums = f32x4.add(sums, e);
      row += 16;
      left -= 4;
    } while (left >= 4);
  }
  if (left > 0) {
    const e = exp(f32x4.sub(read(row, left), top));
    write(row, e, left);
    sums = f32x4.add(sums, v128.and(e, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(left))));
  }
  return sumLanes(sums);
}

// @ts-ignore: decorator
@inline
function times(V: i32, row: usize, a: f32): void {
  for (let left = V; left > 0; left -= 4, row += 16) write(row, f32x4.mul(read(row, left), f32x4.splat(a)), left);
}
