import { expect } from 'chai';
import { gruKernels } from '../../src/kernels/js/gru.js';
import { rnnKernels } from '../../src/kernels/js/rnn.js';
import { theBackend } from '../helpers/backend.js';

/** The largest |actual − expected| / |expected| of `kernel` over 20,001 places of [−limit, limit]. */
function worst(
  limit: number,
  x: Float32Array,
  kernel: (n: number) => void,
  y: Float32Array,
  exact: (x: number) => number,
) {
  const places = Float32Array.from({ length: x.length }, (_, i) => (2 * i * limit) / (x.length - 1) - limit);
  x.set(places);
  kernel(x.length);
  let error = 0;
  for (let i = 0; i < x.length; i++) {
    const expected = exact(places[i]!);
    if (expected !== 0) error = Math.max(error, Math.abs(y[i]! - expected) / Math.abs(expected));
  }
  return error;
}

describe('the SIMD transcendental functions', () => {
  it('are within 5e-7 (tanh) and 4e-7 (σ) of the exact value, relatively, and never leave [−1, 1]', async () => {
    const { name, memory, kernels } = await theBackend('wasm');
    expect(name).to.equal('wasm');
    const [tanh, gru] = [kernels.cell(rnnKernels), kernels.cell(gruKernels)];
    const n = 20_001;
    const x = memory.floats(n) as Float32Array;
    const y = memory.floats(n) as Float32Array;
    const tanhError = (limit: number) => worst(limit, x, () => tanh.forward(1, n, x, y), y, Math.tanh);
    expect(tanhError(12)).to.be.below(5e-7);
    expect(tanhError(0.01)).to.be.below(5e-7);
    kernels.scale(n, 1e4, x);
    tanh.forward(1, n, x, y);
    expect(y.every((value) => Math.abs(value) <= 1)).to.be.true;

    // σ is read from the reset gate of a gru
    const gates = memory.floats(3 * n) as Float32Array;
    const zeros = memory.floats(3 * n) as Float32Array;
    const r = gates.subarray(0, n);
    const sigmoid = (v: number) => 1 / (1 + Math.exp(-v));
    const sigmoidError = (limit: number) =>
      worst(limit, r, () => gru.forward(1, n, gates, zeros, zeros, y), r, sigmoid);
    expect(sigmoidError(30)).to.be.below(4e-7);
    expect(sigmoidError(1)).to.be.below(4e-7);
  });
});
