import { expect } from 'chai';
import type { ModelConfig, SeriesConfig } from '../../src/core/snapshot.js';
import { layoutParams } from '../../src/core/params.js';
import { buildLayers } from '../../src/model/build.js';
import { modelShapes } from '../../src/model/shapes.js';
import { stack } from '../../src/model/stack.js';
import { checkLayer, createBench } from '../helpers/bench-layer.js';

const [T, B] = [4, 2];
const column = (name: string) => ({ name, mean: 0, deviation: 1 });
const series: SeriesConfig = {
  inputs: [column('load'), column('temperature')],
  calendar: ['hour'],
  targets: [column('load')],
  loss: 'gaussian',
  difference: false,
};
const config: ModelConfig = {
  cell: 'lstm',
  hidden: 3,
  layers: 2,
  embedding: 0,
  dropout: 0,
  recurrentBias: true,
  vocabulary: 0,
  outputs: 2,
  series,
};

describe('a network on a series', () => {
  it('reads columns and calendar with one linear layer, and has the parameters of nn.LSTM and nn.Linear', () => {
    const shapes = [...layoutParams(modelShapes(config)).values()].map(({ name, shape }) => [name, ...shape]);
    expect(shapes).to.deep.equal([
      ['rnn.weight_ih_l0', 12, 4],
      ['rnn.weight_hh_l0', 12, 3],
      ['rnn.bias_ih_l0', 12],
      ['rnn.bias_hh_l0', 12],
      ['rnn.weight_ih_l1', 12, 3],
      ['rnn.weight_hh_l1', 12, 3],
      ['rnn.bias_ih_l1', 12],
      ['rnn.bias_hh_l1', 12],
      ['decoder.weight', 2, 3],
      ['decoder.bias', 2],
    ]);
  });

  for (const cell of ['rnn', 'lstm', 'gru', 'min-gru']) {
    it(`${cell}: gradients agree with central differences in float64, rows that begin later included`, () => {
      const bench = createBench(modelShapes({ ...config, cell }), T, B);
      const data = bench.memory.floats(T * B * 4);
      data.set(bench.random(data.length));
      const { first, rest } = buildLayers({ ...config, cell }, { ...bench.setup, indexed: { data } });
      const x = bench.memory.ids(T * B);
      x.set([3, 0, 7, 7, 1, 2, 5, 6]);
      checkLayer(bench, stack(first, rest), x);
      checkLayer(bench, stack(first, rest), x, undefined, { starts: Int32Array.of(0, 2) });
    });
  }
});
