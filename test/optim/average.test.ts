import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { createAverage } from '../../src/optim/average.js';

describe('moving average of the weights', () => {
  const start = (decay: number) => {
    const memory = createPlainMemory();
    const weights = memory.floats(2);
    weights.set([1, 0.1]);
    return { weights, average: createAverage(decay, weights, memory) };
  };

  it('is the one computed by hand: decays 2/11 and 3/12 in the first steps', () => {
    const { weights, average } = start(0.9);
    weights[0] = 2;
    average.update(1);
    // 1 + 9/11 · (2 − 1)
    expect(average.weights[0]).to.be.closeTo(20 / 11, 1e-6);
    weights[0] = 4;
    average.update(2);
    // 20/11 + 9/12 · (4 − 20/11)
    expect(average.weights[0]).to.be.closeTo(20 / 11 + (3 / 4) * (24 / 11), 1e-6);
  });

  it('has the decay it was given once the run is long', () => {
    const { weights, average } = start(0.9);
    weights[0] = 2;
    average.update(1000);
    expect(average.weights[0]).to.be.closeTo(1.1, 1e-6);
  });

  it('leaves a weight that never changes exactly as it is', () => {
    const { average } = start(0.999);
    for (let step = 1; step <= 50; step++) average.update(step);
    expect(average.weights[1]).to.equal(Math.fround(0.1));
  });
});
