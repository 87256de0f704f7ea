import { allCells } from '../../src/layers/cells.js';
import { dropout } from '../../src/layers/dropout.js';
import { embedding } from '../../src/layers/embedding.js';
import { linear } from '../../src/layers/linear.js';
import { matrix } from '../../src/layers/product.js';
import { symbolDropout } from '../../src/layers/symbol-dropout.js';
import { rnn } from '../../src/layers/rnn.js';
import { stack } from '../../src/model/stack.js';
import {
  cellLayer,
  cellShapes,
  checkLayer,
  createBench,
  createCellBench,
  type Bench,
} from '../helpers/bench-layer.js';

const D = 3;
const H = 4;
const T = 5;
const B = 2;
const V = 6;

const bothBiases = ['rnn.bias_ih_l0', 'rnn.bias_hh_l0'];
const inputOf = (biases: string[]) => ({ weight: 'rnn.weight_ih_l0', biases });
const affine = [{ name: 'W', shape: [H, D] }, { name: 'b', shape: [H] }]; // prettier-ignore
const affineOf = ({ setup }: Bench) => linear(matrix({ weight: 'W', biases: ['b'] }, setup), setup);
const symbols = (bench: { memory: { ids(n: number): Int32Array } }) => {
  const x = bench.memory.ids(T * B);
  x.set([0, 5, 2, 2, 1, 0, 5, 5, 3, 2]);
  return x;
};

describe('every layer: gradients agree with central differences in float64 to 1e-6', () => {
  it('linear: weight, bias and input', () => {
    const bench = createBench(affine, T, B);
    checkLayer(bench, affineOf(bench), bench.sequence(T, B, D));
  });

  it('embedding: table, weight and bias, with symbols that repeat and one that never occurs', () => {
    const bench = createBench([{ name: 'encoder.weight', shape: [V, D] }, ...cellShapes(rnn, 0, D, H)], T, B);
    const names = { ...inputOf(bothBiases), embedding: 'encoder.weight' };
    checkLayer(bench, embedding(names, { V, D, N: H }, bench.setup), symbols(bench));
  });

  it('one-hot and embedding, with hidden symbols', () => {
    for (const embedded of [null, 'encoder.weight'] as const) {
      const shapes = cellShapes(rnn, 0, embedded ? D : V, H);
      const bench = createBench([...(embedded ? [{ name: embedded, shape: [V, D] }] : []), ...shapes], T, B);
      const names = { ...inputOf(bothBiases), embedding: embedded };
      const hide = symbolDropout(0.5, V, 3, bench.setup);
      const layer = embedding(names, { V, D: embedded ? D : V, N: H }, bench.setup, hide);
      checkLayer(bench, layer, symbols(bench), 77);
    }
  });

  it('one-hot: weight and bias', () => {
    const bench = createBench(cellShapes(rnn, 0, V, H), T, B);
    const names = { ...inputOf(bothBiases), embedding: null };
    checkLayer(bench, embedding(names, { V, D: V, N: H }, bench.setup), symbols(bench));
  });

  for (const cell of allCells()) {
    it(`${cell.name}, with and without a recurrent bias`, () => {
      for (const recurrentBias of [true, false]) {
        const bench = createCellBench(cell, { T, B, D, H, recurrentBias });
        checkLayer(bench, bench.layer, bench.sequence(T, B, D));
      }
    });
  }

  for (const mask of ['step', 'window'] as const) {
    it(`dropout, a mask for each ${mask}: the mask of the forward pass is the mask of the backward pass`, () => {
      const bench = createBench(affine, T, B);
      const layers = stack(affineOf(bench), [dropout({ p: 0.4, mask }, H, 99, bench.setup)]);
      checkLayer(bench, layers, bench.sequence(T, B, D), 12345);
    });
  }

  for (const cell of allCells()) {
    it(`${cell.name} with dropped recurrent weights, with a key and without one`, () => {
      for (const key of [4321, undefined]) {
        const bench = createBench(cellShapes(cell, 0, D, H), T, B);
        const layer = cellLayer(cell, 0, H, bench.setup, 0.4);
        checkLayer(bench, layer, bench.sequence(T, B, D), key);
      }
    });
  }

  it('a stack of every cell with dropout between them', () => {
    const cells = allCells();
    const shapes = cells.flatMap((cell, k) => cellShapes(cell, k, k === 0 ? D : H, H));
    const bench = createBench(shapes, T, B);
    const [first, ...rest] = cells.map((cell, k) => cellLayer(cell, k, H, bench.setup));
    const above = rest.flatMap((layer, k) => [dropout({ p: 0.3 }, H, k + 1, bench.setup), layer]);
    checkLayer(bench, stack(first!, above), bench.sequence(T, B, D), 7);
  });
});
