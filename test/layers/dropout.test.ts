import { expect } from 'chai';
import { dropout } from '../../src/layers/dropout.js';
import { lstm } from '../../src/layers/lstm.js';
import { symbolDropout } from '../../src/layers/symbol-dropout.js';
import { weightDropout } from '../../src/layers/weight-dropout.js';
import { weightsOf } from '../../src/core/params.js';
import { cellLayer, cellShapes, createBench } from '../helpers/bench-layer.js';

const [T, B, D] = [6, 3, 40];

describe('dropout(p, D, salt)', () => {
  const dropped = (mask: 'step' | 'window', key?: number) => {
    const bench = createBench([], T, B);
    const x = bench.sequence(T, B, D);
    x.data.fill(1);
    const y = dropout({ p: 0.5, mask }, D, 9, bench.setup).forward(x, {}, { T, dropoutKey: key });
    return y.step.map((step) => Array.from(step));
  };

  it('keeps a value with probability 1 − p, scaled by 1 / (1 − p)', () => {
    const values = dropped('step', 5).flat();
    expect(new Set(values)).to.deep.equal(new Set([0, 2]));
    const kept = values.filter((value) => value > 0).length / values.length;
    expect(kept).to.be.within(0.42, 0.58); // 720 draws: four standard deviations
  });

  it('draws a mask for each step by default', () => {
    const [first, ...rest] = dropped('step', 5);
    for (const step of rest) expect(step).not.to.deep.equal(first);
  });

  it('with mask: window draws one for all steps of a window, another for each row and each key', () => {
    const [first, ...rest] = dropped('window', 5);
    for (const step of rest) expect(step).to.deep.equal(first);
    expect(first!.slice(0, D)).not.to.deep.equal(first!.slice(D, 2 * D));
    expect(dropped('window', 6)[0]).not.to.deep.equal(first);
  });

  it('changes nothing without a key', () => {
    expect(new Set(dropped('window').flat())).to.deep.equal(new Set([1]));
  });
});

describe('symbolDropout(p, absent, salt)', () => {
  const [T, B, absent] = [50, 8, 99];
  const hidden = (rows?: { first: number; total: number }, key?: number) => {
    const bench = createBench([], T, rows ? B / 2 : B);
    const x = bench.memory.ids(T * B).fill(7);
    const drop = symbolDropout(0.25, absent, 4, { ...bench.setup, ...(rows && { batchRows: rows }) });
    return Array.from(drop(x, { T, dropoutKey: key }));
  };

  it('hides a symbol with probability p', () => {
    const symbols = hidden(undefined, 1);
    expect(new Set(symbols)).to.deep.equal(new Set([7, absent]));
    const share = symbols.filter((id) => id === absent).length / symbols.length;
    expect(share).to.be.within(0.16, 0.34); // 400 draws: four standard deviations
  });

  it('hides the same symbols whether the batch is whole or divided, others for another key, none without one', () => {
    const whole = hidden(undefined, 1);
    const part = hidden({ first: B / 2, total: B }, 1).slice(0, (T * B) / 2);
    expect(part).to.deep.equal(whole.filter((_, at) => at % B >= B / 2));
    expect(hidden(undefined, 2)).not.to.deep.equal(whole);
    expect(new Set(hidden())).to.deep.equal(new Set([7]));
  });
});

describe('weightDropout(p, names, salt)', () => {
  const H = 5;
  const names = { weight: 'W', biases: [] };

  it('multiplies by W ∘ m / (1 − p), the same for all rows and steps', () => {
    const bench = createBench([{ name: 'W', shape: [H, H] }], 1, H);
    const product = weightDropout(0.5, names, 3, bench.setup);
    const [x, y] = [bench.memory.floats(H * H), bench.memory.floats(H * H)];
    for (let j = 0; j < H; j++) x[j * H + j] = 1; // row j reads column j of W
    product.refresh();
    product.begin!({ T: 1, dropoutKey: 11 });
    product.forward(1, x, 0, y);
    const W = weightsOf(bench.setup.params, 'W');
    const factors = Array.from({ length: H * H }, (_, i) => y[(i % H) * H + Math.floor(i / H)]! / W[i]!);
    for (const factor of factors) expect(Math.min(Math.abs(factor), Math.abs(factor - 2))).to.be.below(1e-12);
    expect(new Set(factors.map(Math.round))).to.deep.equal(new Set([0, 2]));
  });

  it('is the whole product without a key, and follows a change of the weights', () => {
    const p = 0.3;
    const bench = createBench(cellShapes(lstm, 0, H, H), T, B);
    const x = bench.sequence(T, B, H);
    const [dropping, plain] = [p, 0].map((rate) => cellLayer(lstm, 0, H, bench.setup, rate));
    const run = (layer: typeof dropping, dropoutKey?: number) => {
      layer!.refresh();
      const state = { h_l0: bench.memory.floats(B * H), c_l0: bench.memory.floats(B * H) };
      return Array.from(layer!.forward(x, state, { T, dropoutKey }).data.slice());
    };
    expect(run(dropping, 1)).not.to.deep.equal(run(plain));
    expect(run(dropping)).to.deep.equal(run(plain));
    bench.setup.params.weights.fill(0.1);
    expect(run(dropping)).to.deep.equal(run(plain));
  });
});
