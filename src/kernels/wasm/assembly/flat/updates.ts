import { madd, read, write } from '../lanes';

/** The optimizers; the formulas and their sources are in src/optim. */

/** v = momentum·v + g; w −= lr·v. */
export function sgd(n: i32, w: usize, g: usize, v: usize, lr: f32, momentum: f32): void {
  for (let left = n; left > 0; left -= 4, w += 16, g += 16, v += 16) {
    const velocity = madd(f32x4.splat(momentum), read(v, left), read(g, left));
    write(v, velocity, left);
    write(w, madd(f32x4.splat(-lr), velocity, read(w, left)), left);
  }
}

/** m += g²; w −= lr·g/√(m + ε). */
export function adagrad(n: i32, w: usize, g: usize, m: usize, lr: f32, epsilon: f32): void {
  for (let left = n; left > 0; left -= 4, w += 16, g += 16, m += 16) {
    const slope = read(g, left);
    const square = madd(slope, slope, read(m, left));
    write(m, square, left);
    const root = f32x4.sqrt(f32x4.add(square, f32x4.splat(epsilon)));
    write(w, f32x4.sub(read(w, left), f32x4.div(f32x4.mul(f32x4.splat(lr), slope), root)), left);
  }
}

/** m = ρ·m + (1−ρ)·g²; w −= lr·g/(√m + ε). */
export function rmsprop(n: i32, w: usize, g: usize, m: usize, lr: f32, rho: f64, epsilon: f32): void {
  const kept = <f32>rho;
  const rest = <f32>(1 - rho);
  for (let left = n; left > 0; left -= 4, w += 16, g += 16, m += 16) {
    const slope = read(g, left);
    const square = madd(f32x4.splat(kept), read(m, left), f32x4.mul(f32x4.mul(f32x4.splat(rest), slope), slope));
    write(m, square, left);
    const root = f32x4.add(f32x4.sqrt(square), f32x4.splat(epsilon));
    write(w, f32x4.sub(read(w, left), f32x4.div(f32x4.mul(f32x4.splat(lr), slope), root)), left);
  }
}

/** m = β₁m + (1−β₁)g; v = β₂v + (1−β₂)g²; w −= stepSize·m/(√v·correction + ε). */
export function adam(
  n: i32,
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  stepSize: f32,
  correction: f32,
  beta1: f64,
  beta2: f64,
  epsilon: f32,
): void {
  const kept1 = <f32>beta1;
  const rest1 = <f32>(1 - beta1);
  const kept2 = <f32>beta2;
  const rest2 = <f32>(1 - beta2);
  for (let left = n; left > 0; left -= 4, w += 16, g += 16, m += 16, v += 16) {
    const slope = read(g, left);
    const mean = madd(f32x4.splat(kept1), read(m, left), f32x4.mul(f32x4.splat(rest1), slope));
    const square = madd(f32x4.splat(kept2), read(v, left), f32x4.mul(f32x4.mul(f32x4.splat(rest2), slope), slope));
    write(m, mean, left);
    write(v, square, left);
    const root = madd(f32x4.sqrt(square), f32x4.splat(correction), f32x4.splat(epsilon));
    write(w, f32x4.sub(read(w, left), f32x4.div(f32x4.mul(f32x4.splat(stepSize), mean), root)), left);
  }
}
