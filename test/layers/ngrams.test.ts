import { expect } from 'chai';
import { createSequence } from '../../src/core/sequence.js';
import { weightsOf } from '../../src/core/params.js';
import { rnn } from '../../src/layers/rnn.js';
import { embedding } from '../../src/layers/embedding.js';
import { linear } from '../../src/layers/linear.js';
import { matrix } from '../../src/layers/product.js';
import { HASH_FACTOR, HASH_PRIME, ngrams } from '../../src/layers/ngrams.js';
import { withNgrams } from '../../src/model/with-ngrams.js';
import { cellSetup } from '../../src/model/build.js';
import { stack } from '../../src/model/stack.js';
import { cellShapes, checkLayer, createBench } from '../helpers/bench-layer.js';

const [T, B, V, H] = [5, 2, 6, 4];
const options = { order: 3, rows: 7, size: 3, dropout: 0 };
const shapes = [
  { name: 'ngrams.weight', shape: [options.rows, options.size] },
  { name: 'ngrams.decoder', shape: [V, options.size] },
];
const x = Int32Array.of(0, 5, 2, 2, 1, 0, 5, 5, 3, 2);

/** The hash of the last k symbols of a text, in integers of any size. */
function hashOf(text: readonly number[], k: number): number {
  const s = (i: number) => BigInt((text.at(-1 - i) ?? -1) + 1);
  let h = s(0);
  for (let i = 1; i < k; i++) h = (h * BigInt(HASH_FACTOR) + s(i)) % BigInt(HASH_PRIME);
  return Number(h);
}

describe('ngrams(options, V)', () => {
  it('adds U Σ E[h_k mod R] of the last symbols to the logits, as computed one by one', () => {
    const bench = createBench(shapes, T, B);
    const { params, memory } = { ...bench.setup, memory: bench.memory };
    const logits = createSequence(memory, T, B, V);
    const state = { context: memory.floats(B * 2) };
    ngrams(options, V, 1, bench.setup).add(x, state, { T }, logits);
    const [E, U] = [weightsOf(params, 'ngrams.weight'), weightsOf(params, 'ngrams.decoder')];
    for (let b = 0; b < B; b++) {
      const row = Array.from({ length: T }, (_, t) => x[t * B + b]!);
      for (let t = 0; t < T; t++) {
        for (let v = 0; v < V; v++) {
          let expected = 0;
          for (const k of [2, 3]) {
            const place = hashOf(row.slice(0, t + 1), k) % options.rows;
            for (let j = 0; j < options.size; j++)
              expected += E[place * options.size + j]! * U[v * options.size + j]!;
          }
          expect(logits.step[t]![b * V + v]).to.be.closeTo(expected, 1e-12);
        }
      }
      expect(Array.from(state.context.subarray(b * 2, b * 2 + 2))).to.deep.equal([row[4]! + 1, row[3]! + 1]);
    }
  });

  it('reads a text in windows of any length as it does in one', () => {
    const bench = createBench(shapes, T, B);
    const read = (lengths: readonly number[]) => {
      const state = { context: bench.memory.floats(B * 2) };
      const parts = ngrams(options, V, 1, bench.setup);
      let at = 0;
      return lengths.flatMap((T) => {
        const logits = createSequence(bench.memory, T, B, V);
        parts.add(x.subarray(at * B, (at + T) * B), state, { T }, logits);
        at += T;
        return Array.from(logits.data);
      });
    };
    for (const lengths of [
      [1, 1, 1, 1, 1],
      [2, 3],
      [4, 1],
    ])
      expect(read(lengths)).to.deep.equal(read([5]));
  });

  for (const key of [undefined, 99]) {
    it(`in a network: gradients agree with central differences${key ? ', with dropout' : ''}`, () => {
      const decoder = [{ name: 'W', shape: [V, H] }, { name: 'b', shape: [V] }]; // prettier-ignore
      const bench = createBench([...cellShapes(rnn, 0, V, H), ...shapes, ...decoder], T, B);
      const names = { weight: 'rnn.weight_ih_l0', biases: ['rnn.bias_ih_l0', 'rnn.bias_hh_l0'] };
      const symbols = embedding({ ...names, embedding: null }, { V, D: V, N: H }, bench.setup);
      const cell = rnn.build(symbols, cellSetup(0, { hidden: H }, bench.setup));
      const top = linear(matrix({ weight: 'W', biases: ['b'] }, bench.setup), bench.setup);
      const lookUps = ngrams({ ...options, dropout: 0.4 }, V, 1, bench.setup);
      checkNetwork(bench, stack(cell, [top]), lookUps, key);
    });
  }
});

/** The context is symbols: a state without a gradient, which the check leaves at zeros. */
function checkNetwork(
  bench: ReturnType<typeof createBench>,
  cells: ReturnType<typeof stack<Int32Array>>,
  lookUps: ReturnType<typeof ngrams>,
  key: number | undefined,
): void {
  const context = bench.memory.floats(B * 2);
  const network = withNgrams(cells, lookUps);
  checkLayer(
    bench,
    {
      ...network,
      stateShape: cells.stateShape,
      forward: (x, state, pass) => network.forward(x, { ...state, context: context.fill(0) }, pass),
    },
    bench.memory.ids(T * B).map((_, i) => x[i]!),
    key,
  );
}
