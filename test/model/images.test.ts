import { expect } from 'chai';
import { countParams, layoutParams } from '../../src/core/params.js';
import type { ImageConfig, ModelConfig } from '../../src/core/snapshot.js';
import { allCells } from '../../src/layers/cells.js';
import { buildLayers } from '../../src/model/build.js';
import { modelShapes, stateWidths } from '../../src/model/shapes.js';
import { stack } from '../../src/model/stack.js';
import { checkLayer, createBench } from '../helpers/bench-layer.js';

const images: ImageConfig = { network: 'conv', size: 4, channels: 1, kernel: 3, features: 3 };
const config: ModelConfig = {
  cell: 'gru',
  hidden: 2,
  layers: 1,
  embedding: 0,
  dropout: 0,
  recurrentBias: true,
  vocabulary: 0,
  outputs: 3,
  images,
};

const [T, B] = [3, 2];
/** One for which no finite difference of these networks steps over the kink of a relu or a max-pool. */
const SEED = 3;

/** Gradients of all parameters, and of the state, against central differences; with `frozen`, without the CNN. */
function check(config: ModelConfig, dropoutKey?: number): void {
  const bench = createBench(modelShapes(config), T, B, SEED);
  const data = bench.random(T * B * config.images!.size ** 2);
  const { first, rest } = buildLayers(config, { ...bench.setup, indexed: { data } });
  const x = bench.memory.ids(T * B);
  x.set([0, 1, 2, 3, 4, 5]);
  const network = stack(first, rest);
  expect(network.stateShape).deep.equal(stateWidths(config));
  checkLayer(bench, network, x, dropoutKey);
}

describe('networks on clips: gradients agree with central differences in float64 to 1e-6', () => {
  for (const { name: cell } of allCells()) {
    it(`convolutional ${cell}, one and two layers`, () => {
      check({ ...config, cell });
      check({ ...config, cell, layers: 2 });
    });

    it(`features under ${cell}`, () =>
      check({ ...config, cell, images: { ...images, network: 'cnn-lstm' } }));
  }

  it('the CNN by itself, averaged over time', () =>
    check({ ...config, images: { ...images, network: 'frames' } }));

  it('convolutions without a recurrent bias, and of one pixel', () => {
    check({ ...config, recurrentBias: false, images: { ...images, kernel: 1 } });
  });

  it('dropout between layers of maps and before the decoder', () =>
    check({ ...config, layers: 2, dropout: 0.3 }, 7));
});

describe('a network for captions: gradients agree with central differences in float64 to 1e-6', () => {
  for (const { name: cell } of allCells()) {
    it(`${cell}: through the features of the image down to the first convolution`, () => {
      const captions: ModelConfig = {
        ...config,
        cell,
        layers: 2,
        vocabulary: 4,
        outputs: 4,
        embedding: cell === 'gru' ? 3 : 0,
        images: { ...images, network: 'captions' },
      };
      const bench = createBench(modelShapes(captions), T, B, SEED);
      const data = bench.random(5 * images.size ** 2);
      const { first, rest } = buildLayers(captions, { ...bench.setup, indexed: { data } });
      const [x, numbers] = [bench.memory.ids(T * B), bench.memory.ids(B)];
      x.set([3, 3, 0, 1, 2, 0]);
      numbers.set([4, 1]);
      checkLayer(bench, stack(first, rest), x, undefined, { images: numbers });
    });
  }
});

describe('networks on clips: parameters', () => {
  const count = (changes: Partial<ModelConfig>, network: ImageConfig['network']) => {
    const large: ImageConfig = { network, size: 16, channels: 1, kernel: 3, features: 64 };
    return countParams(
      layoutParams(modelShapes({ ...config, outputs: 8, hidden: 16, images: large, ...changes })),
    );
  };

  it('are as many as the same networks have in PyTorch', () => {
    expect(count({}, 'frames')).equal(18_216);
    expect(count({ cell: 'lstm', hidden: 64 }, 'cnn-lstm')).equal(51_496);
    expect(count({ cell: 'rnn' }, 'conv')).equal(3_704);
    expect(count({ cell: 'rnn', layers: 2 }, 'conv')).equal(8_344);
    expect(count({}, 'conv')).equal(10_680);
    expect(count({ layers: 2 }, 'conv')).equal(24_600);
  });
});
