import { expect } from 'chai';
import { createSequence } from '../../src/core/sequence.js';
import { convolution } from '../../src/layers/convolution.js';
import { frames } from '../../src/layers/frames.js';
import { linear } from '../../src/layers/linear.js';
import { maxPool } from '../../src/layers/max-pool.js';
import { meanPool } from '../../src/layers/mean-pool.js';
import { relu } from '../../src/layers/relu.js';
import { timeMean } from '../../src/layers/time-mean.js';
import { wholeImage } from '../../src/layers/channels-innermost.js';
import { stack } from '../../src/model/stack.js';
import { checkLayer, createBench, type Bench } from '../helpers/bench-layer.js';

const [T, B, C, O] = [3, 2, 3, 4];
const shapesOf = (k: number) => [
  { name: 'cnn.0.weight', shape: [O, C, k, k] },
  { name: 'cnn.0.bias', shape: [O] },
];
const names = { weight: 'cnn.0.weight', biases: ['cnn.0.bias'] };

/** A convolution layer: a pixel is a row. */
function convolve({ setup }: Bench, S: number, learnsBelow = true) {
  return linear(convolution(names, S, setup), { ...setup, B: B * S * S }, learnsBelow);
}

describe('the layers of images: gradients agree with central differences in float64 to 1e-6', () => {
  it('convolution: weight, bias and input, for every kernel and map', () => {
    for (const [S, k] of [
      [4, 3],
      [2, 5],
      [3, 1],
    ] as const) {
      // prettier-ignore
      const bench = createBench(shapesOf(k), T, B);
      checkLayer(bench, convolve(bench, S), bench.sequence(T, B * S * S, C));
    }
  });

  it('convolution, relu, max-pool, mean-pool and the mean over time, stacked', () => {
    const S = 4;
    const bench = createBench(shapesOf(3), T, B);
    const first = convolve(bench, S);
    const rest = [
      relu(first, bench.setup),
      maxPool({ S, C: O, k: 2 }, bench.setup),
      meanPool((S / 2) ** 2, O, bench.setup),
      timeMean(O, bench.setup),
    ];
    checkLayer(bench, stack(first, rest), bench.sequence(T, B * S * S, C));
  });

  it('a linear map of the whole image: weight, bias and input', () => {
    const bench = createBench([{ name: 'W', shape: [O, C * 4] }, { name: 'b', shape: [O] }], T, B); // prettier-ignore
    const layer = linear(wholeImage({ weight: 'W', biases: ['b'] }, C, bench.setup), bench.setup);
    checkLayer(bench, layer, bench.sequence(T, B * 4, C));
  });

  it('convolution of the first layer: weight and bias, and nothing for the images', () => {
    const bench = createBench(shapesOf(3), T, B);
    const images = bench.random(5 * 16 * C);
    const x = bench.memory.ids(T * B);
    x.set([4, 0, 2, 2, 1, 3]);
    const pixels = frames(images, { S: 4, C }, bench.setup);
    const layer = stack(pixels, [convolve(bench, 4, false)]);
    checkLayer(bench, layer, x);
  });
});

describe('the mean over time', () => {
  it('is the same to the last bit for a sequence and its reverse, whatever its length', () => {
    for (const steps of [1, 2, 7, 8]) {
      const { setup, memory, sequence } = createBench([], 8, 1);
      const layer = timeMean(5, setup);
      const x = sequence(8, 1, 5);
      const reversed = createSequence(memory, 8, 1, 5);
      for (let t = 0; t < steps; t++) reversed.step[t]!.set(x.step[steps - 1 - t]!);
      const forward = layer.forward(x, {}, { T: steps }).step[0]!.slice();
      expect(layer.forward(reversed, {}, { T: steps }).step[steps - 1]).deep.equal(forward);
    }
  });
});
