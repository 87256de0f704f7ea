import { expect } from 'chai';
import { createPlainMemory, createSharedMemory } from '../../src/core/memory.js';
import { agrees } from '../../src/kernels/agrees.js';
import { openLibrary } from '../../src/kernels/blas/library.js';
import { chooseBackend } from '../../src/kernels/index.js';
import { js } from '../../src/kernels/js/index.js';
import type { Kernels } from '../../src/kernels/kernels.js';

describe('the choice of a backend', () => {
  it('is the one asked for, and gives its reason', async () => {
    expect(await chooseBackend('js')).to.include({ name: 'js', why: 'plain loops: as asked' });
    const wasm = await chooseBackend('wasm');
    expect(wasm.name).to.equal('wasm');
    expect(wasm.why).to.match(/WebAssembly SIMD$/);
  });

  it('by itself is the fastest: never the plain loops where there is SIMD', async () => {
    const { name, why } = await chooseBackend('auto');
    expect(name).to.be.oneOf(['blas', 'wasm']);
    if (name === 'wasm') expect(why).to.contain('no blas: ');
  });

  it('stays on the memory it is given, as a worker needs it', async () => {
    const memory = createSharedMemory();
    expect((await chooseBackend('auto', memory)).memory).to.equal(memory);
  });

  it('falls back to plain loops, with the reason, where memory cannot be shared', async () => {
    const original = WebAssembly.Memory;
    WebAssembly.Memory = function () {
      throw new TypeError('no shared memory here');
    } as never;
    try {
      const { name, why, kernels } = await chooseBackend('auto');
      expect(name).to.equal('js');
      expect(why).to.contain('no shared WebAssembly memory');
      expect(agrees(kernels, createPlainMemory())).to.be.true;
    } finally {
      WebAssembly.Memory = original;
    }
  });

  it('falls back to plain loops, with the reason, where there is no SIMD', async () => {
    const original = WebAssembly.validate;
    WebAssembly.validate = () => false;
    try {
      const { name, why } = await chooseBackend('auto');
      expect(name).to.equal('js');
      expect(why).to.contain('no WebAssembly SIMD');
    } finally {
      WebAssembly.validate = original;
    }
  });
});

describe('a BLAS library', () => {
  it('that is missing, or is not a BLAS, is skipped with a reason', async () => {
    for (const files of [[], ['libthere-is-no-such-thing.so'], [process.execPath]]) {
      expect(await openLibrary(files))
        .to.have.property('why')
        .that.matches(/no BLAS library|koffi/);
    }
  });

  // which products go wrong: transA, transB, M, N, K, a, b, beta, c
  const mistakes: Record<string, (args: Parameters<Kernels['gemm']>) => boolean> = {
    'both transposed': ([transA, transB]) => transA && transB,
    'single rows': ([, , M]) => M === 1,
    'more than 13 rows': ([, , M]) => M > 13,
    'more than 32 rows': ([, , M]) => M > 32,
    'more than 64 columns': ([, , , N]) => N > 64,
    'sums of more than 256 terms': ([, , , , K]) => K > 256,
    'products that are added': ([, , , , , , , beta]) => beta === 1,
  };

  it('that multiplies correctly is used', () => {
    expect(agrees(js, createPlainMemory())).to.be.true;
  });

  for (const [what, isWrong] of Object.entries(mistakes)) {
    it(`that multiplies incorrectly is detected: ${what}`, () => {
      const gemm: Kernels['gemm'] = (...args) => {
        js.gemm(...args);
        if (isWrong(args)) args[8][args[2] * args[3] - 1]! += 0.001;
      };
      expect(agrees({ ...js, gemm }, createPlainMemory())).to.be.false;
    });
  }
});
