import { expect } from 'chai';
import { weightsOf } from '../../src/core/params.js';
import { clampUnits } from '../../src/layers/clamp.js';
import { condition, numbers, type ConditionSource } from '../../src/layers/condition.js';
import { embedding } from '../../src/layers/embedding.js';
import { frames } from '../../src/layers/frames.js';
import { linear } from '../../src/layers/linear.js';
import { maxPool } from '../../src/layers/max-pool.js';
import { meanPool } from '../../src/layers/mean-pool.js';
import { matrix } from '../../src/layers/product.js';
import { rnn } from '../../src/layers/rnn.js';
import { timeMean } from '../../src/layers/time-mean.js';
import { checkLayer, createBench, createCellBench } from '../helpers/bench-layer.js';
import { expectClose } from '../helpers/expect-close.js';
import { gradcheck } from '../helpers/gradcheck.js';

const nothing = {};

describe('layers compute their equations, on numbers that can be checked by hand', () => {
  it('linear: y = W x + b, with several biases added up', () => {
    const shapes = [{ name: 'W', shape: [2, 3] }, { name: 'b', shape: [2] }, { name: 'c', shape: [2] }]; // prettier-ignore
    const { setup, sequence } = createBench(shapes, 1, 2);
    setup.params.weights.set([1, 2, 3, 4, 5, 6, 10, 20, 100, 200]);
    const layer = linear(matrix({ weight: 'W', biases: ['b', 'c'] }, setup), setup);
    const x = sequence(1, 2, 3);
    x.data.set([1, 0, -1, 0.5, 0.5, 0.5]);
    layer.refresh();
    expect([...layer.forward(x, nothing, { T: 1 }).data]).to.deep.equal([108, 218, 113, 227.5]);
  });

  it('embedding: a look-up in E W_ihᵀ + b, with one-hot input in W_ihᵀ + b', () => {
    for (const [E, expected] of [
      [null, [3, 6, 2, 5, 3, 6]],
      ['E', [6 * 3, 15 * 3, 6 * 2, 15 * 2, 6 * 3, 15 * 3]],
    ] as const) {
      const shapes = [{ name: 'W', shape: [2, 3] }, ...(E ? [{ name: E, shape: [3, 3] }] : [])];
      const { setup, memory } = createBench(shapes, 3, 1);
      setup.params.weights.set([1, 2, 3, 4, 5, 6, ...(E ? [1, 1, 1, 2, 2, 2, 3, 3, 3] : [])]);
      const names = { weight: 'W', biases: [], embedding: E };
      const layer = embedding(names, { V: 3, D: 3, N: 2 }, setup);
      const x = memory.ids(3);
      x.set([2, 1, 2]);
      layer.refresh();
      expect([...layer.forward(x, nothing, { T: 3 }).data]).to.deep.equal(expected);
    }
  });

  it('max-pool: the largest of each block, channel by channel, and its gradient at the first of equals', () => {
    const { setup, sequence } = createBench([], 1, 1);
    const layer = maxPool({ S: 2, C: 2, k: 2 }, setup);
    const x = sequence(1, 4, 2);
    x.data.set([1, 9, 7, 2, 7, 3, 0, 4]);
    const y = layer.forward(x, nothing, { T: 1 });
    expect([...y.data]).to.deep.equal([7, 9]);
    y.data.set([10, 20]);
    expect([...layer.backward(y, nothing, { T: 1 })!.data]).to.deep.equal([0, 20, 10, 0, 0, 0, 0, 0]);
  });

  it('mean-pool: the mean of all pixels; mean over time: that of all steps, at every step', () => {
    const { setup, sequence } = createBench([], 2, 1);
    const x = sequence(2, 2, 2);
    x.data.set([1, 2, 3, 6, 5, 0, 7, 8]);
    expect([...meanPool(2, 2, setup).forward(x, nothing, { T: 2 }).data]).to.deep.equal([2, 4, 6, 4]);
    const rows = sequence(2, 1, 2);
    rows.data.set([1, 2, 3, 6]);
    expect([...timeMean(2, setup).forward(rows, nothing, { T: 2 }).data]).to.deep.equal([2, 4, 2, 4]);
  });

  it('frames: images by index', () => {
    const { setup, memory } = createBench([], 2, 2);
    const images = memory.floats(12);
    images.forEach((_, i) => (images[i] = i));
    const x = memory.ids(4);
    x.set([2, 0, 0, 1]);
    const layer = frames(images, { S: 2, C: 1 }, setup);
    const pixels = [...layer.forward(x, nothing, { T: 2 }).data];
    expect(pixels).to.deep.equal([8, 9, 10, 11, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('clampUnits: one unit of one state of one layer, in every row', () => {
    const x = Float32Array.of(1, 2, 3, 4, 5, 6);
    const clamps = [
      { layer: 0, unit: 1, state: 'h', value: 9 },
      { layer: 1, unit: 0, state: 'h', value: 7 },
      { layer: 0, unit: 2, state: 'c', value: 8 },
    ];
    expect(clampUnits(clamps, { k: 0, state: 'h' }, x, 3)).to.equal(true);
    expect([...x]).to.deep.equal([1, 9, 3, 4, 9, 6]);
    expect(clampUnits(clamps, { k: 2, state: 'h' }, x, 3)).to.equal(false);
  });
});

describe('a condition', () => {
  const [T, B, D, V, N] = [3, 2, 4, 3, 5];
  const shapes = [{ name: 'W', shape: [N, V] }, { name: 'condition.weight', shape: [N, D] }]; // prettier-ignore
  const setUp = (source: (v: Float64Array) => ConditionSource) => {
    const bench = createBench(shapes, T, B);
    const v = bench.random(B * D);
    const input = embedding({ weight: 'W', biases: [], embedding: null }, { V, D: V, N }, bench.setup);
    const x = bench.memory.ids(T * B);
    x.set([0, 2, 1, 1, 2, 0]);
    return { bench, v, input, x, layer: condition(input, source(v), bench.setup) };
  };

  it('is added to the first step as W_c v, and to no other', () => {
    const { bench, v, input, x, layer } = setUp(() => numbers(D));
    layer.refresh();
    const plain = input.forward(x, nothing, { T }).data.slice();
    const with_ = layer.forward(x, nothing, { T, condition: v }).data;
    const W = weightsOf(bench.setup.params, 'condition.weight');
    const added = Array.from({ length: B * N }, (_, i) => {
      const [b, n] = [Math.floor(i / N), i % N];
      return v.slice(b * D, (b + 1) * D).reduce((sum, value, d) => sum + value * W[n * D + d]!, 0);
    });
    expectClose(
      with_.subarray(0, B * N),
      added.map((value, i) => value + plain[i]!),
      1e-12,
    );
    expect([...with_.subarray(B * N)]).to.deep.equal([...plain.subarray(B * N)]);
    expect([...layer.forward(x, nothing, { T }).data]).to.deep.equal([...plain]);
  });

  it('has gradients of its weights that agree with central differences', () => {
    const { bench, v, x, layer } = setUp(() => numbers(D));
    checkLayer(bench, layer, x, undefined, { condition: v });
  });

  it('hands ∂L/∂v to a source that learns', () => {
    let learned: ArrayLike<number> = [];
    const { bench, v, x, layer } = setUp((v) => ({
      D,
      read: () => v,
      learn: (dv) => (learned = dv.slice()),
    }));
    const w = bench.random(T * B * N);
    layer.refresh();
    const loss = () => {
      const { data } = layer.forward(x, nothing, { T });
      return w.reduce((sum, weight, i) => sum + weight * data[i]!, 0);
    };
    loss();
    const dz = bench.sequence(T, B, N);
    dz.data.set(w);
    layer.backward(dz, nothing, { T });
    gradcheck('∂L/∂v', v, Float64Array.from(learned), loss);
  });
});

describe('rows that begin at different steps', () => {
  const [T, B, D, H] = [4, 3, 2, 3];
  const starts = Int32Array.of(0, 2, 4);

  it('have a state of 0 before, and then the state of a window that begins there', () => {
    const on = createCellBench(rnn, { T, B, D, H });
    const x = on.sequence(T, B, D);
    on.layer.refresh();
    const state = { h_l0: new Float64Array(B * H) };
    const y = on.layer.forward(x, state, { T, starts }).step.map((step) => step.slice());
    for (let t = 0; t < 2; t++) expect([...y[t]!.subarray(H, 2 * H)]).to.deep.equal([0, 0, 0]);
    expect([...state.h_l0.subarray(2 * H)]).to.deep.equal([0, 0, 0]);
    const later = on.sequence(T, B, D);
    for (let t = 0; t < 2; t++) later.step[t]!.set(x.step[t + 2]!);
    const alone = on.layer.forward(later, { h_l0: new Float64Array(B * H) }, { T: 2 });
    for (let t = 0; t < 2; t++)
      expect([...alone.step[t]!.subarray(H, 2 * H)]).to.deep.equal([...y[t + 2]!.subarray(H, 2 * H)]);
  });

  it('have gradients that agree with central differences', () => {
    const on = createCellBench(rnn, { T, B, D, H });
    checkLayer(on, on.layer, on.sequence(T, B, D), undefined, { starts });
  });
});
