import { expect } from 'chai';
import type { ModelConfig } from '../../src/core/snapshot.js';
import { chooseBackend, otherBackend, type Backend } from '../../src/kernels/index.js';
import { fastestLibrary } from '../../src/train/fastest-library.js';

const network = (hidden: number): ModelConfig => ({
  cell: 'lstm',
  hidden,
  layers: 1,
  embedding: 0,
  vocabulary: 65,
  dropout: 0,
  recurrentBias: true,
});

describe('the library that multiplies', () => {
  it('is not measured for a small network, nor where there is no BLAS', async () => {
    const backend = await chooseBackend();
    expect(await fastestLibrary(backend, network(64), 24)).to.equal(backend);
    const wasm = await chooseBackend('wasm');
    expect(await fastestLibrary(wasm, network(512), 24)).to.equal(wasm);
  });

  describe('where BLIS is installed beside OpenBLAS', () => {
    let backend: Backend;
    let other: Backend;
    before(async function () {
      backend = await chooseBackend();
      const found = await otherBackend(backend);
      if (found === undefined) return this.skip();
      other = found;
    });

    it('is one of both, on the same memory', async () => {
      const { kernels, memory, why } = await fastestLibrary(backend, network(128), 24);
      expect([backend, other].map(({ kernels }) => kernels.library)).to.include(kernels.library);
      expect(memory).to.equal(backend.memory);
      expect(why).to.include(kernels.library);
    });

    it('is the one that is named, and the first for a name that is not installed', async () => {
      const named = async (library: string) =>
        (await chooseBackend('blas', undefined, library)).kernels.library;
      expect(await named(other.kernels.library!)).to.equal(other.kernels.library);
      expect(await named('OpenBLAS 0.1, Abacus')).to.equal(backend.kernels.library);
    });

    it('multiplies as the other does, up to rounding', () => {
      const [M, N, K] = [24, 40, 30];
      const x = Float32Array.from({ length: M * K }, (_, i) => Math.sin(i));
      const W = Float32Array.from({ length: N * K }, (_, i) => Math.cos(i));
      const [a, b] = [backend, other].map(({ kernels }) => {
        const y = new Float32Array(M * N);
        kernels.gemm(false, true, M, N, K, x, W, 0, y);
        return y;
      }) as [Float32Array, Float32Array];
      a.forEach((value, i) => expect(b[i]).to.be.closeTo(value, 1e-5));
    });
  });
});
