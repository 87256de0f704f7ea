import { expect } from 'chai';
import fc from 'fast-check';
import type { Backend } from '../../src/kernels/index.js';
import { js } from '../../src/kernels/js/index.js';
import { theBackend } from '../helpers/backend.js';

const LEVELS = 32;
const byte = (max: number) => fc.integer({ min: 0, max });

describe('counting in wasm, against plain loops', () => {
  let backend: Backend;
  before(async () => {
    backend = await theBackend('wasm');
  });

  it('counts each pair of bin and level', () => {
    const pair = fc.tuple(byte(127), byte(LEVELS - 1));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 600 }), (pairs) => {
        const { kernels, memory } = backend;
        const [bins, codes] = [memory.bytes(pairs.length), memory.bytes(pairs.length)];
        bins.set(pairs.map(([bin]) => bin));
        codes.set(pairs.map(([, code]) => code));
        const counts = memory.ids(128 * LEVELS);
        kernels.countPairs(pairs.length, 128, bins, codes, counts);
        const expected = new Int32Array(counts.length);
        js.countPairs(pairs.length, 128, bins, codes, expected);
        expect(counts).to.deep.equal(expected);
        expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(pairs.length);
      }),
      { numRuns: 50 },
    );
  });

  it('sorts activations into the same bins, those out of range into the outermost', () => {
    const [units, stride, steps] = [5, 7, 64];
    const value = fc.float({ min: -4, max: 4, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 2000 }), (values) => {
        const { kernels, memory } = backend;
        const n = Math.ceil(values.length / stride);
        const x = memory.floats(n * stride);
        x.set(values);
        const rows = memory.ids(n);
        rows.set(Array.from({ length: n }, (_, i) => n - 1 - i));
        const [low, scale, table] = [memory.floats(units), memory.floats(units), memory.bytes(units * steps)];
        for (let u = 0; u < units; u++) [low[u], scale[u]] = [-2 - u / 3, 10 + u];
        for (let i = 0; i < table.length; i++) table[i] = (i % steps) * 2;
        const out = memory.bytes(units * (n + 3));
        const expected = new Uint8Array(out.length);
        kernels.quantize(n, units, rows, stride, x, low, scale, steps, table, n + 3, out);
        js.quantize(n, units, rows, stride, x, low, scale, steps, table, n + 3, expected);
        expect(out).to.deep.equal(expected);
      }),
      { numRuns: 50 },
    );
  });
});
