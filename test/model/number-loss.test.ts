import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { createRng } from '../../src/core/rng.js';
import { createSequence } from '../../src/core/sequence.js';
import type { SeriesConfig } from '../../src/core/snapshot.js';
import { untrainedLoss } from '../../src/model/network-loss.js';
import { createNumberLoss, deviationOf } from '../../src/model/number-loss.js';
import { gradcheck } from '../helpers/gradcheck.js';

const [T, B, K] = [3, 2, 2];
const columns = [
  { name: 'a', mean: 5, deviation: 2 },
  { name: 'b', mean: 0, deviation: 10 },
];

/** Outputs and targets of a window of which two places do not count, in float64. */
function bench(loss: SeriesConfig['loss'], seed = 3) {
  const memory = createPlainMemory(Float64Array);
  const width = loss === 'mse' ? K : 2 * K;
  const outputs = createSequence(memory, T, B, width);
  const rng = createRng(seed);
  const drawn = Float64Array.from({ length: outputs.data.length }, () => rng.normal());
  const targets = Float64Array.from({ length: 4 * K }, () => rng.normal());
  const y = Int32Array.of(3, 0, 1, 2, 2, 3);
  const mask = Float64Array.of(1, 0, 1, 1, 0, 1);
  const numbers = createNumberLoss({ targets: columns, loss }, targets, B);
  return { outputs, drawn, targets, numbers, width, batch: { y, mask, T } };
}

describe('the loss of numbers', () => {
  for (const loss of ['gaussian', 'mse'] as const) {
    it(`${loss}: the gradient agrees with central differences in float64, and is 0 where nothing counts`, () => {
      const { outputs, drawn, numbers, batch, width } = bench(loss);
      const of = (scale: number) => {
        outputs.data.set(drawn);
        return numbers.apply(outputs, batch, scale);
      };
      of(1);
      const gradient = Float64Array.from(outputs.data);
      gradcheck(`∂L/∂outputs`, drawn, gradient, () => of(0));
      for (const place of [1, 4])
        expect([...gradient.subarray(place * width, (place + 1) * width)]).to.deep.equal(
          new Array<number>(width).fill(0),
        );
    });

    it(`${loss}: the gradient is scaled, the loss is not`, () => {
      const { outputs, drawn, numbers, batch } = bench(loss);
      outputs.data.set(drawn);
      const whole = numbers.apply(outputs, batch, 1);
      const gradient = Float64Array.from(outputs.data);
      outputs.data.set(drawn);
      expect(numbers.apply(outputs, batch, 0.25)).to.equal(whole);
      outputs.data.forEach((value, i) => expect(value).to.be.closeTo(gradient[i]! / 4, 1e-12));
    });
  }

  it('gaussian: −log of the density of a normal distribution, for each value that counts', () => {
    const { outputs, drawn, numbers, batch, targets, width } = bench('gaussian');
    let expected = 0;
    for (const place of [0, 2, 3, 5]) {
      for (let k = 0; k < K; k++) {
        const sigma = deviationOf(drawn[place * width + K + k]!);
        const z = (targets[batch.y[place]! * K + k]! - drawn[place * width + k]!) / sigma;
        expected -= Math.log(Math.exp(-0.5 * z * z) / (sigma * Math.sqrt(2 * Math.PI)));
      }
    }
    outputs.data.set(drawn);
    expect(numbers.apply(outputs, batch, 0)).to.be.closeTo(expected, 1e-10);
  });

  it('counts absolute and squared errors in the units of each column', () => {
    const { outputs, drawn, numbers, batch, targets, width } = bench('mse');
    let [absolute, squared] = [0, 0];
    for (const place of [0, 2, 3, 5]) {
      columns.forEach(({ deviation }, k) => {
        const error = deviation * (targets[batch.y[place]! * K + k]! - drawn[place * width + k]!);
        absolute += Math.abs(error);
        squared += error ** 2;
      });
    }
    outputs.data.set(drawn);
    const { nats, tally } = numbers.evaluate(outputs, batch, new Int32Array(0));
    outputs.data.set(drawn);
    expect(nats).to.equal(numbers.apply(outputs, batch, 0));
    expect(tally[0]).to.be.closeTo(absolute, 1e-9);
    expect(tally[1]).to.be.closeTo(squared, 1e-9);
  });

  it('stays finite, and leads back, however far an output has gone', () => {
    const { outputs, numbers, batch } = bench('gaussian');
    for (const far of [1e30, -1e30]) {
      outputs.data.fill(far);
      expect(numbers.apply(outputs, batch, 1)).to.satisfy(Number.isFinite);
      outputs.data.forEach((value) => expect(value).to.satisfy(Number.isFinite));
    }
    outputs.data.fill(0);
    outputs.data.forEach((_, i) => (outputs.data[i] = i % (2 * K) < K ? 0 : -20));
    numbers.apply(outputs, batch, 1);
    // the deviation is far too small: descent makes it larger
    expect(outputs.data[K]).to.be.below(0);
  });

  it('of a network that knows nothing is that of a standard normal distribution, or its variance', () => {
    const series: SeriesConfig = {
      inputs: columns,
      calendar: [],
      targets: columns,
      loss: 'gaussian',
      difference: false,
    };
    expect(untrainedLoss({ series, vocabulary: 0, outputs: 4 })).to.be.closeTo(1.4189385, 1e-6);
    expect(untrainedLoss({ series: { ...series, loss: 'mse' }, vocabulary: 0, outputs: 2 })).to.equal(1);
    expect(untrainedLoss({ series: { ...series, targets: [] }, vocabulary: 0, outputs: 3 })).to.equal(
      Math.log(3),
    );
  });
});
