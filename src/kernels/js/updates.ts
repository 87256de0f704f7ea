import type { Floats } from '../../core/floats.js';
import type { Kernels } from '../kernels.js';

/** Loops over the flat arrays of weights, gradients and moments. The formulas' sources are in src/optim. */

export function zero(n: number, x: Floats): void {
  x.fill(0, 0, n);
}

export function add(n: number, x: Floats, y: Floats): void {
  for (let j = 0; j < n; j++) y[j] = y[j]! + x[j]!;
}

export function scale(n: number, a: number, x: Floats): void {
  for (let j = 0; j < n; j++) x[j] = x[j]! * a;
}

export function clamp(n: number, limit: number, x: Floats): void {
  for (let j = 0; j < n; j++) {
    const value = x[j]!;
    if (value > limit) x[j] = limit;
    else if (value < -limit) x[j] = -limit;
  }
}

export function sumSquares(n: number, x: Floats): number {
  let sum = 0;
  for (let j = 0; j < n; j++) sum += x[j]! * x[j]!;
  return sum;
}

export const sgd: Kernels['sgd'] = (n, w, g, v, lr, momentum) => {
  for (let j = 0; j < n; j++) {
    v[j] = momentum * v[j]! + g[j]!;
    w[j] = w[j]! - lr * v[j]!;
  }
};

export const adagrad: Kernels['adagrad'] = (n, w, g, m, lr, epsilon) => {
  for (let j = 0; j < n; j++) {
    m[j] = m[j]! + g[j]! * g[j]!;
    w[j] = w[j]! - (lr * g[j]!) / Math.sqrt(m[j]! + epsilon);
  }
};

export const rmsprop: Kernels['rmsprop'] = (n, w, g, m, lr, rho, epsilon) => {
  for (let j = 0; j < n; j++) {
    m[j] = rho * m[j]! + (1 - rho) * g[j]! * g[j]!;
    w[j] = w[j]! - (lr * g[j]!) / (Math.sqrt(m[j]!) + epsilon);
  }
};

export const adam: Kernels['adam'] = (n, w, g, m, v, stepSize, correction, beta1, beta2, epsilon) => {
  for (let j = 0; j < n; j++) {
    m[j] = beta1 * m[j]! + (1 - beta1) * g[j]!;
    v[j] = beta2 * v[j]! + (1 - beta2) * g[j]! * g[j]!;
    w[j] = w[j]! - (stepSize * m[j]!) / (Math.sqrt(v[j]!) * correction + epsilon);
  }
};
