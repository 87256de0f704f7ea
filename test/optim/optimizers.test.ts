import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { createParams } from '../../src/core/params.js';
import { js } from '../../src/kernels/js/index.js';
import { clip } from '../../src/optim/clip.js';
import { createOptimizer } from '../../src/optim/index.js';
import type { OptimizerOptions } from '../../src/optim/optimizer.js';
import { expectClose } from '../helpers/expect-close.js';

const options: OptimizerOptions = {
  name: 'sgd',
  momentum: 0.9,
  rho: 0.95,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0,
};
const g = [3, -0.5];

/** Two steps with the constant gradient g from weights 1, 1. */
function twoSteps(name: OptimizerOptions['name'], lr: number): { weights: Float64Array; moments: string[] } {
  const memory = createPlainMemory(Float64Array);
  const params = createParams(memory, [{ name: 'w', shape: [2] }], { gradients: true });
  params.weights.fill(1);
  params.gradients.set(g);
  const optimizer = createOptimizer({ ...options, name }, { params, kernels: js, memory });
  optimizer.update(1, lr);
  optimizer.update(2, lr);
  return { weights: params.weights as Float64Array, moments: Object.keys(optimizer.moments) };
}

describe('optimizers follow their formulas', () => {
  it('sgd: v ← μv + g; w ← w − lr·v', () => {
    expectClose(twoSteps('sgd', 0.1).weights, g.map((x) => 1 - 0.1 * x - 0.1 * (0.9 * x + x)), 1e-12); // prettier-ignore
  });

  it('adagrad: m ← m + g²; w ← w − lr·g/√(m + ε), ε inside the root', () => {
    const expected = g.map(
      (x) => 1 - (0.1 * x) / Math.sqrt(x * x + 1e-8) - (0.1 * x) / Math.sqrt(2 * x * x + 1e-8),
    );
    expectClose(twoSteps('adagrad', 0.1).weights, expected, 1e-12);
  });

  it('rmsprop: m ← ρm + (1−ρ)g²; w ← w − lr·g/(√m + ε), ε outside the root', () => {
    const expected = g.map((x) => {
      const m1 = 0.05 * x * x;
      const m2 = 0.95 * m1 + 0.05 * x * x;
      return 1 - (0.1 * x) / (Math.sqrt(m1) + 1e-8) - (0.1 * x) / (Math.sqrt(m2) + 1e-8);
    });
    expectClose(twoSteps('rmsprop', 0.1).weights, expected, 1e-12);
  });

  it('adam with bias correction: a constant gradient moves every weight by lr a step, whatever its size', () => {
    expectClose(twoSteps('adam', 0.01).weights, [1 - 0.02, 1 + 0.02], 1e-7);
  });

  it('adam: m̂ = m/(1−β1ᵗ), v̂ = v/(1−β2ᵗ); w ← w − lr·m̂/(√v̂ + ε)', () => {
    const memory = createPlainMemory(Float64Array);
    const params = createParams(memory, [{ name: 'w', shape: [1] }], { gradients: true });
    const optimizer = createOptimizer({ ...options, name: 'adam' }, { params, kernels: js, memory });
    let [w, m, v] = [0, 0, 0];
    [0.3, -2, 0.01].forEach((gradient, i) => {
      m = 0.9 * m + 0.1 * gradient;
      v = 0.99 * v + 0.01 * gradient ** 2;
      w -= (0.1 * (m / (1 - 0.9 ** (i + 1)))) / (Math.sqrt(v / (1 - 0.99 ** (i + 1))) + 1e-8);
      params.gradients[0] = gradient;
      optimizer.update(i + 1, 0.1);
      expect(params.weights[0]).to.be.closeTo(w, 1e-12);
    });
  });

  it('name their moments', () => {
    expect(twoSteps('sgd', 1).moments).to.deep.equal(['v']);
    expect(twoSteps('adam', 1).moments).to.deep.equal(['m', 'v']);
  });
});

describe('clipping', () => {
  const clipped = (clipNorm: number, clipValue: number, values = [3, -4]) => {
    const gradients = Float64Array.from(values);
    clip(gradients, Math.hypot(...values), { clipNorm, clipValue }, js);
    return Array.from(gradients);
  };

  it('by norm: g *= max/‖g‖ when ‖g‖ > max, so that the direction stays', () => {
    expectClose(clipped(1, 0), [0.6, -0.8], 1e-12);
  });

  it('by norm leaves a shorter gradient alone', () => {
    expect(clipped(5.1, 0)).to.deep.equal([3, -4]);
  });

  it('by value: each element into ±limit', () => {
    expect(clipped(0, 3.5)).to.deep.equal([3, -3.5]);
  });

  it('with a limit of 0 changes nothing', () => {
    expect(clipped(0, 0, [300, -400])).to.deep.equal([300, -400]);
  });
});
