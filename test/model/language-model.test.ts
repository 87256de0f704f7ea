import { expect } from 'chai';
import { createPlainMemory, createSharedMemory } from '../../src/core/memory.js';
import { countParams, layoutParams } from '../../src/core/params.js';
import { createRng } from '../../src/core/rng.js';
import type { ModelConfig, Snapshot, Tensor } from '../../src/core/snapshot.js';
import { js } from '../../src/kernels/js/index.js';
import { cellNames } from '../../src/layers/cells.js';
import { initialize } from '../../src/model/initialize.js';
import { carriedState, createModel } from '../../src/model/language-model.js';
import { createLoss } from '../../src/model/loss.js';
import { modelShapes } from '../../src/model/shapes.js';
import { expectClose } from '../helpers/expect-close.js';
import { gradcheck } from '../helpers/gradcheck.js';

const uniform = { distribution: 'uniform', scale: null, zeroBiases: false, forgetBias: 1 } as const;
const config = (changes: Partial<ModelConfig> = {}): ModelConfig => ({
  cell: 'lstm',
  hidden: 5,
  layers: 2,
  embedding: 0,
  dropout: 0,
  recurrentBias: true,
  vocabulary: 7,
  ...changes,
});
const cells = cellNames();

function build(changes: Partial<ModelConfig>, T: number, B: number) {
  const memory = createPlainMemory(Float64Array);
  const model = createModel(config(changes), { kernels: js, memory, T, B, training: true });
  initialize(model.params, model.config, uniform, createRng(3));
  model.refresh();
  const x = model.createInput();
  for (let i = 0; i < x.length; i++) x[i] = (i * 5 + (i >> 2)) % 7;
  return { memory, model, x };
}

describe('a language model', () => {
  it('has the parameters of PyTorch: LSTM 2×128 on 65 symbols, one-hot, has 240,321', () => {
    const shapes = modelShapes(config({ hidden: 128, vocabulary: 65 }));
    expect(countParams(layoutParams(shapes))).to.equal(240321);
    expect(shapes.map((shape) => shape.name)).to.include.members([
      'rnn.weight_ih_l0',
      'rnn.bias_hh_l1',
      'decoder.bias',
    ]);
    expect(shapes[0]!.shape).to.deep.equal([512, 65]);
  });

  it('has an encoder only with an embedding, and no bias_hh without a recurrent bias', () => {
    const names = modelShapes(config({ embedding: 3, recurrentBias: false })).map((shape) => shape.name);
    expect(names).to.include('encoder.weight').and.not.include('rnn.bias_hh_l0');
  });

  for (const cell of cells) {
    for (const embedding of [0, 3]) {
      it(`${cell}, ${embedding ? 'embedding' : 'one-hot'}, dropout: every gradient of the loss agrees with finite differences`, () => {
        const [T, B] = [6, 2];
        const { memory, model, x } = build({ cell, embedding, dropout: 0.2 }, T, B);
        const loss = createLoss(js, memory, { T, B, V: 7 });
        const y = Int32Array.from(x, (id) => (id * 3 + 1) % 7);
        const mask = new Float64Array(T * B).fill(1).fill(0, 3, 5);
        const pass = { T, dropoutKey: 42 };
        const run = () => {
          model.refresh();
          const logits = model.forward(x, model.createState(), pass);
          return { nats: loss.apply(logits, { y, mask, T }, 1), logits };
        };
        const { logits } = run();
        model.backward(logits, model.createState(), pass);
        const gradients = model.params.gradients.slice();
        gradcheck('∂L/∂weights', model.params.weights, gradients, () => run().nats, 3);
      });
    }

    it(`${cell}: a window of T steps is T windows of one step with the state carried on`, () => {
      const { model, x } = build({ cell }, 8, 3);
      const state = model.createState();
      const whole = model.forward(x, state, { T: 8 }).data.slice();
      const carried = model.createState();
      for (let t = 0; t < 8; t++) {
        const one = model.forward(x.subarray(t * 3, (t + 1) * 3), carried, { T: 1 });
        expectClose(one.step[0]!, whole.subarray(t * 21, (t + 1) * 21), 1e-12);
      }
      for (const name in state) expectClose(carried[name]!, state[name]!, 1e-12);
    });

    it(`${cell}: rows of a batch do not depend on each other`, () => {
      const { model, x } = build({ cell }, 4, 3);
      const before = model.forward(x, model.createState(), { T: 4 }).data.slice();
      for (let t = 0; t < 4; t++) x[t * 3 + 1] = 6 - x[t * 3 + 1]!;
      const after = model.forward(x, model.createState(), { T: 4 }).data;
      for (let t = 0; t < 4; t++) {
        for (const b of [0, 2]) {
          const row = (t * 3 + b) * 7;
          expectClose(after.subarray(row, row + 7), before.subarray(row, row + 7), 0, 0);
        }
      }
    });
  }

  it('truncated BPTT is: carry the state on, do not carry its gradient', () => {
    // full BPTT over 8 steps = two windows of 4 whose state gradient is carried back; dropping it changes the gradient
    const [T, B, V] = [8, 2, 7];
    const { memory, model, x } = build({ cell: 'gru', layers: 1 }, T, B);
    const loss = createLoss(js, memory, { T, B, V });
    const y = Int32Array.from(x, (id) => (id + 1) % 7);
    const mask = new Float64Array(T * B).fill(1);
    const logits = model.forward(x, model.createState(), { T });
    loss.apply(logits, { y, mask, T }, 1);
    model.params.gradients.fill(0);
    model.backward(logits, model.createState(), { T });
    const full = model.params.gradients.slice();

    const half = (carryGradient: boolean) => {
      model.params.gradients.fill(0);
      const dState = model.createState();
      for (const from of [4, 0]) {
        const state = model.createState();
        if (from === 4) model.forward(x, state, { T: 4 });
        const part = model.forward(x.subarray(from * B), state, { T: 4 });
        loss.apply(part, { y: y.subarray(from * B), mask, T: 4 }, 1);
        if (!carryGradient) for (const name in dState) dState[name]!.fill(0);
        model.backward(part, dState, { T: 4 });
      }
      return model.params.gradients.slice();
    };
    expectClose(half(true), full, 1e-9, 1e-12);
    expect(() => expectClose(half(false), full, 1e-3, 1e-6)).to.throw();
  });

  it('shares its weights with another model built on the same parameters', () => {
    const memory = createSharedMemory();
    const setup = { kernels: js, memory, T: 2, B: 1, training: true };
    const one = createModel(config(), setup);
    initialize(one.params, one.config, uniform, createRng(5));
    const other = createModel(config(), { ...setup, training: false, params: one.params });
    one.refresh();
    other.refresh();
    const x = one.createInput();
    x.set([3, 4]);
    const logits = one.forward(x, one.createState(), { T: 2 }).data.slice();
    expectClose(other.forward(x, other.createState(), { T: 2 }).data, logits, 0, 0);
  });
});

describe('the state to begin from', () => {
  const snapshot = (tensors: Map<string, Tensor>): Snapshot => ({
    model: config(),
    vocabulary: { tokens: 'chars', symbols: [] },
    weights: new Map(),
    training: { options: null, environment: null, progress: null, tensors },
  });

  it('is what the first batch row of training carried', () => {
    const { model } = build({}, 1, 1);
    const data = Float32Array.from({ length: 10 }, (_, i) => i + 1);
    const state = carriedState(snapshot(new Map([['state.h_l0', { shape: [2, 5], data }]])), model);
    expect(Array.from(state['h_l0']!)).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('is zeros where the snapshot has none', () => {
    const { model } = build({}, 1, 1);
    expect(Array.from(carriedState(snapshot(new Map()), model)['c_l1']!)).to.deep.equal([0, 0, 0, 0, 0]);
  });
});

describe('initialization', () => {
  it("is uniform ±1/√H with the forget gate's bias_ih 1 and bias_hh 0", () => {
    const { model } = build({ hidden: 16 }, 1, 1);
    const limit = 1 / Math.sqrt(16);
    const names = [...model.params.table.keys()];
    expect(names).to.include.members(['rnn.bias_ih_l0', 'rnn.bias_hh_l0', 'rnn.weight_ih_l0']);
    for (const { name, offset, length } of model.params.table.values()) {
      const weights = Array.from(model.params.weights.subarray(offset, offset + length));
      if (name === 'rnn.bias_ih_l0') expect(weights.splice(16, 16)).to.deep.equal(Array(16).fill(1));
      if (name === 'rnn.bias_hh_l0') expect(weights.slice(16, 32)).to.deep.equal(Array(16).fill(0));
      if (name !== 'rnn.bias_ih_l1') expect(Math.max(...weights.map(Math.abs))).to.be.at.most(limit);
      if (name.includes('weight')) expect(Math.max(...weights)).to.be.greaterThan(limit * 0.8);
    }
  });

  it('N(0, 0.01²) and zero biases leave an untrained loss of ln V', () => {
    const [T, B, V] = [25, 1, 65];
    const memory = createPlainMemory();
    const small = config({ cell: 'rnn', hidden: 100, layers: 1, vocabulary: V, recurrentBias: false });
    const model = createModel(small, { kernels: js, memory, T, B, training: false });
    const how = { distribution: 'normal', scale: 0.01, zeroBiases: true, forgetBias: 0 } as const;
    initialize(model.params, small, how, createRng(1));
    model.refresh();
    const logits = model.forward(model.createInput(), model.createState(), { T });
    const nats = createLoss(js, memory, { T, B, V }).apply(
      logits,
      { y: memory.ids(T), mask: memory.floats(T).fill(1), T },
      0,
    );
    expect(nats).to.be.closeTo(25 * Math.log(V), 0.05);
  });

  it('N(0, 1/(D+H)) has that deviation', () => {
    const memory = createPlainMemory();
    const model = createModel(config({ hidden: 64, embedding: 32 }), {
      kernels: js,
      memory,
      T: 1,
      B: 1,
      training: false,
    });
    const how = { distribution: 'normal', scale: null, zeroBiases: true, forgetBias: 1 } as const;
    initialize(model.params, model.config, how, createRng(1));
    const { offset, length } = model.params.table.get('rnn.weight_hh_l0')!;
    const weights = model.params.weights.subarray(offset, offset + length);
    expect(Math.sqrt(js.sumSquares(length, weights) / length)).to.be.closeTo(1 / Math.sqrt(32 + 64), 0.002);
  });
});
