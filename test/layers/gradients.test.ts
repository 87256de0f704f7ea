import type { ParamShape } from '../../src/core/params.js';
import { dropout } from '../../src/layers/dropout.js';
import { embedding } from '../../src/layers/embedding.js';
import { gru } from '../../src/layers/gru.js';
import { linear } from '../../src/layers/linear.js';
import { lstm } from '../../src/layers/lstm.js';
import { rnn } from '../../src/layers/rnn.js';
import { stack } from '../../src/model/stack.js';
import { checkLayer, createBench } from '../helpers/bench-layer.js';

const D = 3;
const H = 4;
const T = 5;
const B = 2;
const V = 6;

const cellShapes = (G: number, bias: boolean, inputs = D): ParamShape[] => [
  { name: 'rnn.weight_ih_l0', shape: [G * H, inputs] },
  { name: 'rnn.weight_hh_l0', shape: [G * H, H] },
  { name: 'rnn.bias_ih_l0', shape: [G * H] },
  ...(bias ? [{ name: 'rnn.bias_hh_l0', shape: [G * H] }] : []),
];
const bothBiases = ['rnn.bias_ih_l0', 'rnn.bias_hh_l0'];
const inputOf = (biases: string[]) => ({ weight: 'rnn.weight_ih_l0', biases });
const symbols = (bench: { memory: { ids(n: number): Int32Array } }) => {
  const x = bench.memory.ids(T * B);
  x.set([0, 5, 2, 2, 1, 0, 5, 5, 3, 2]);
  return x;
};

describe('every layer: gradients agree with central differences in float64 to 1e-6', () => {
  it('linear: weight, bias and input', () => {
    const bench = createBench([{ name: 'W', shape: [H, D] }, { name: 'b', shape: [H] }], T, B); // prettier-ignore
    checkLayer(bench, linear({ weight: 'W', biases: ['b'] }, D, H, bench.setup), bench.sequence(T, B, D));
  });

  it('embedding: table, weight and bias, with symbols that repeat and one that never comes', () => {
    const bench = createBench([{ name: 'encoder.weight', shape: [V, D] }, ...cellShapes(1, true)], T, B);
    const names = { ...inputOf(bothBiases), embedding: 'encoder.weight' };
    checkLayer(bench, embedding(names, { V, D, N: H }, bench.setup), symbols(bench));
  });

  it('one-hot: weight and bias', () => {
    const bench = createBench(cellShapes(1, true, V), T, B);
    const names = { ...inputOf(bothBiases), embedding: null };
    checkLayer(bench, embedding(names, { V, D: V, N: H }, bench.setup), symbols(bench));
  });

  it('rnn, with and without a recurrent bias', () => {
    for (const bias of [true, false]) {
      const bench = createBench(cellShapes(1, bias), T, B);
      const input = linear(inputOf(bias ? bothBiases : ['rnn.bias_ih_l0']), D, H, bench.setup);
      checkLayer(bench, rnn(input, 0, bench.setup), bench.sequence(T, B, D));
    }
  });

  it('lstm, with and without a recurrent bias', () => {
    for (const bias of [true, false]) {
      const bench = createBench(cellShapes(4, bias), T, B);
      const input = linear(inputOf(bias ? bothBiases : ['rnn.bias_ih_l0']), D, 4 * H, bench.setup);
      checkLayer(bench, lstm(input, 0, bench.setup), bench.sequence(T, B, D));
    }
  });

  it('gru, with and without a recurrent bias', () => {
    for (const bias of [true, false]) {
      const bench = createBench(cellShapes(3, bias), T, B);
      const input = linear(inputOf(['rnn.bias_ih_l0']), D, 3 * H, bench.setup);
      checkLayer(bench, gru(input, 0, bias, bench.setup), bench.sequence(T, B, D));
    }
  });

  it('dropout: the mask of the forward pass is the mask of the backward pass', () => {
    const bench = createBench([{ name: 'W', shape: [H, D] }, { name: 'b', shape: [H] }], T, B); // prettier-ignore
    const below = linear({ weight: 'W', biases: ['b'] }, D, H, bench.setup);
    checkLayer(bench, stack(below, [dropout(0.4, H, 99, bench.setup)]), bench.sequence(T, B, D), 12345);
  });

  it('a stack of three cells with dropout between them', () => {
    const second = cellShapes(4, true, H).map((s) => ({ ...s, name: s.name.replace('_l0', '_l1') }));
    const bench = createBench([...cellShapes(3, true), ...second], T, B);
    const lower = gru(linear(inputOf(['rnn.bias_ih_l0']), D, 3 * H, bench.setup), 0, true, bench.setup);
    const names = { weight: 'rnn.weight_ih_l1', biases: ['rnn.bias_ih_l1', 'rnn.bias_hh_l1'] };
    const upper = lstm(linear(names, H, 4 * H, bench.setup), 1, bench.setup);
    checkLayer(bench, stack(lower, [dropout(0.3, H, 1, bench.setup), upper]), bench.sequence(T, B, D), 7);
  });
});
