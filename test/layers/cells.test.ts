import { expect } from 'chai';
import { weightsOf } from '../../src/core/params.js';
import type { Cell } from '../../src/layers/cell.js';
import { gru } from '../../src/layers/gru.js';
import type { Clamp } from '../../src/layers/layer.js';
import { lstm } from '../../src/layers/lstm.js';
import { minGru } from '../../src/layers/min-gru.js';
import { rnn } from '../../src/layers/rnn.js';
import { createCellBench, type Bench } from '../helpers/bench-layer.js';
import { expectClose } from '../helpers/expect-close.js';

// A second, naive writing of the equations, one unit and one step at a time.
const D = 2;
const H = 3;
const T = 4;
const B = 2;
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Row n of W_ih x + b_ih, or of W_hh h + b_hh. */
function affine({ setup }: Bench, kind: 'ih' | 'hh', n: number, x: ArrayLike<number>): number {
  const W = weightsOf(setup.params, `rnn.weight_${kind}_l0`);
  let sum = weightsOf(setup.params, `rnn.bias_${kind}_l0`)[n]!;
  for (let j = 0; j < x.length; j++) sum += W[n * x.length + j]! * x[j]!;
  return sum;
}

/** Runs `step` over all rows and steps and returns h [T,B,H]. */
function unroll(
  x: Float64Array,
  states: number[][][],
  step: (x: number[], state: number[][]) => number[][],
): number[] {
  const h = new Array<number>(T * B * H);
  for (let b = 0; b < B; b++) {
    let state = states[b]!;
    for (let t = 0; t < T; t++) {
      state = step(Array.from(x.subarray((t * B + b) * D, (t * B + b + 1) * D)), state);
      state[0]!.forEach((value, j) => (h[(t * B + b) * H + j] = value));
    }
  }
  return h;
}

const rows = (data: ArrayLike<number>) =>
  Array.from({ length: B }, (_, b) => Array.from({ length: H }, (_, j) => data[b * H + j]!));
const units = Array.from({ length: H }, (_, j) => j);

/** A forward pass of `cell` over a random window: x, the states before it by row, the outputs y and the states after it. */
function passOf(cell: Cell, clamps: readonly Clamp[] = []) {
  const on = createCellBench(cell, { T, B, D, H });
  const { layer } = on;
  const x = on.sequence(T, B, D);
  const state = on.state(layer.stateShape);
  const before = ['h_l0', 'c_l0'].flatMap((name) => (state[name] ? [rows(state[name])] : []));
  const first = Array.from({ length: B }, (_, b) => before.map((states) => states[b]!));
  layer.refresh();
  const y = layer.forward(x, state, { T, clamps });
  return { on, layer, x: x.data as Float64Array, first, y, state };
}

describe('the cells compute their equations', () => {
  it("rnn: h = tanh(W_ih x + b_ih + W_hh h' + b_hh)", () => {
    const { on, x, first, y, state } = passOf(rnn);
    const expected = unroll(x, first, (x, [h]) => [
      units.map((j) => Math.tanh(affine(on, 'ih', j, x) + affine(on, 'hh', j, h!))),
    ]);
    expectClose(y.data, expected, 1e-12);
    expectClose(state['h_l0']!, expected.slice(-B * H), 1e-12);
  });

  it("lstm, gates i,f,g,o: c = σ(f)∘c' + σ(i)∘tanh(g); h = σ(o)∘tanh(c)", () => {
    const { on, x, first, y } = passOf(lstm);
    const expected = unroll(x, first, (x, [h, c]) => {
      const gate = (n: number, j: number) => affine(on, 'ih', n * H + j, x) + affine(on, 'hh', n * H + j, h!);
      const cell = units.map(
        (j) => sigmoid(gate(1, j)) * c![j]! + sigmoid(gate(0, j)) * Math.tanh(gate(2, j)),
      );
      return [units.map((j) => sigmoid(gate(3, j)) * Math.tanh(cell[j]!)), cell];
    });
    expectClose(y.data, expected, 1e-12);
  });

  it("gru, gates r,z,n: n = tanh(W_in x + b_in + r∘(W_hn h' + b_hn)); h = (1−z)∘n + z∘h'", () => {
    const { on, x, first, y } = passOf(gru);
    const expected = unroll(x, first, (x, [h]) => {
      const ih = (n: number, j: number) => affine(on, 'ih', n * H + j, x);
      const hh = (n: number, j: number) => affine(on, 'hh', n * H + j, h!);
      return [
        units.map((j) => {
          const r = sigmoid(ih(0, j) + hh(0, j));
          const z = sigmoid(ih(1, j) + hh(1, j));
          return (1 - z) * Math.tanh(ih(2, j) + r * hh(2, j)) + z * h![j]!;
        }),
      ];
    });
    expectClose(y.data, expected, 1e-12);
  });

  it("min-gru, gates z,n: z = σ(W_iz x + b_iz); n = W_in x + b_in; h = (1−z)∘h' + z∘n", () => {
    const { on, x, first, y } = passOf(minGru);
    const expected = unroll(x, first, (x, [h]) => [
      units.map((j) => {
        const z = sigmoid(affine(on, 'ih', j, x));
        return (1 - z) * h![j]! + z * affine(on, 'ih', H + j, x);
      }),
    ]);
    expectClose(y.data, expected, 1e-12);
  });

  it('keep what can be watched: h, c and the gates of the window', () => {
    const { layer } = passOf(lstm);
    const read = (name: string, t: number, b: number, j: number) => {
      const { data, offset, stride } = layer.caches.get(name)!;
      return data[offset + (t * B + b) * stride + j]!;
    };
    for (let t = 1; t < T; t++) {
      const c = read('f', t, 1, 2) * read('c', t - 1, 1, 2) + read('i', t, 1, 2) * read('g', t, 1, 2);
      expect(read('c', t, 1, 2)).to.be.closeTo(c, 1e-12);
      expect(read('h', t, 1, 2)).to.be.closeTo(read('o', t, 1, 2) * Math.tanh(c), 1e-12);
    }
  });

  it('set a clamped cell: c to its value, h = o∘tanh(value), in every row and step', () => {
    const { layer, y } = passOf(lstm, [{ layer: 0, unit: 1, state: 'c', value: 0.75 }]);
    const [c, o] = ['c', 'o'].map((name) => layer.caches.get(name)!);
    for (let row = 0; row < T * B; row++) {
      expect(c!.data[c!.offset + row * H + 1]).to.equal(0.75);
      expect(y.data[row * H + 1]).to.be.closeTo(
        o!.data[o!.offset + row * 4 * H + 1]! * Math.tanh(0.75),
        1e-12,
      );
    }
  });
});
