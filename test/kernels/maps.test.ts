import { expect } from 'chai';
import type { Backend } from '../../src/kernels/index.js';
import { js } from '../../src/kernels/js/index.js';
import type { Kernels } from '../../src/kernels/kernels.js';
import { expectClose } from '../helpers/expect-close.js';
import { theBackend } from '../helpers/backend.js';

const channels = [1, 2, 3, 4, 5, 7, 8, 9, 16, 17];

function numbers(n: number, seed: number): Float32Array {
  return Float32Array.from({ length: n }, (_, i) => Math.sin(seed * 78.233 + i * 12.9898));
}

describe('the kernels of feature maps, by hand', () => {
  it('maxPool finds the largest of each block, the first of equals', () => {
    const x = Float32Array.of(1, 2, 5, 5, 3, 0, 5, 5, -1, -2, 0, 0, -4, -3, 0, 7);
    const y = new Float32Array(4);
    const places = new Int32Array(4);
    js.maxPool(1, 4, 1, 2, x, y, places);
    expect([...y]).deep.equal([3, 5, -1, 7]);
    expect([...places]).deep.equal([2, 0, 0, 3]);
    const dx = new Float32Array(16).fill(9);
    js.maxPoolBackward(1, 4, 1, 2, Float32Array.of(1, 2, 3, 4), places, dx);
    expect([...dx]).deep.equal([0, 0, 2, 0, 1, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 4]);
  });

  it('meanPool averages the pixels of each map, and shares the gradient among them', () => {
    const y = new Float32Array(2);
    js.meanPool(1, 2, 2, Float32Array.of(1, 10, 3, 20), y);
    expect([...y]).deep.equal([2, 15]);
    const dx = new Float32Array(4);
    js.meanPoolBackward(1, 2, 2, Float32Array.of(4, 6), dx);
    expect([...dx]).deep.equal([2, 3, 2, 3]);
  });

  it('relu cuts off what is below zero, and its gradient', () => {
    const y = new Float32Array(3);
    js.relu(3, Float32Array.of(-1, 0, 2), y);
    expect([...y]).deep.equal([0, 0, 2]);
    const dx = new Float32Array(3);
    js.reluBackward(3, y, Float32Array.of(5, 6, 7), dx);
    expect([...dx]).deep.equal([0, 0, 7]);
  });
});

describe('the kernels of feature maps in wasm, against plain loops', () => {
  let backend: Backend;
  before(async () => {
    backend = await theBackend('wasm');
  });

  /** Runs `act` on both over copies of `arrays` and `ids`, and compares all of them. */
  function compare(
    arrays: readonly Float32Array[],
    ids: Int32Array,
    act: (kernels: Kernels, ids: Int32Array, ...views: Float32Array[]) => void,
  ): void {
    const expected = arrays.map((values) => values.slice());
    const expectedIds = ids.slice();
    act(js, expectedIds, ...expected);
    const { memory } = backend;
    const actual = arrays.map((values) => {
      const room = memory.floats(values.length + 1);
      room.set(values);
      room[values.length] = 12345;
      return room as Float32Array;
    });
    const actualIds = memory.ids(ids.length);
    actualIds.set(ids);
    act(backend.kernels, actualIds, ...actual.map((room) => room.subarray(0, -1)));
    actual.forEach((room, i) => {
      expectClose(room.subarray(0, -1), expected[i]!, 1e-6, 1e-6);
      expect(room.at(-1), 'the number after the array').equal(12345);
    });
    expect(actualIds).deep.equal(expectedIds);
  }

  it('maxPool, meanPool and their gradients', () => {
    for (const C of channels) {
      for (const [S, k] of [
        [2, 2],
        [4, 2],
        [6, 3],
        [3, 1],
        [4, 4],
      ] as const) {
        // prettier-ignore
        const pooled = (2 * S * S * C) / (k * k);
        const x = numbers(2 * S * S * C, 1).map((value) => Math.round(value * 3));
        const places = Int32Array.from({ length: pooled }, (_, i) => i % (k * k));
        compare([x, numbers(pooled, 2)], places, (kernels, ids, x, y) =>
          kernels.maxPool(2, S, C, k, x!, y!, ids),
        );
        compare([numbers(pooled, 2), x], places, (kernels, ids, dy, dx) =>
          kernels.maxPoolBackward(2, S, C, k, dy!, ids, dx!),
        );
        compare([x, numbers(2 * C, 2)], places, (kernels, _, x, y) => kernels.meanPool(2, S * S, C, x!, y!));
        compare([numbers(2 * C, 2), x], places, (kernels, _, dy, dx) =>
          kernels.meanPoolBackward(2, S * S, C, dy!, dx!),
        );
      }
    }
  });

  it('relu and its gradient, in place as well', () => {
    for (const n of [...channels, 33]) {
      compare([numbers(n, 1), numbers(n, 2)], new Int32Array(0), (kernels, _, x, y) =>
        kernels.relu(n, x!, y!),
      );
      compare([numbers(n, 1)], new Int32Array(0), (kernels, _, x) => kernels.relu(n, x!, x!));
      compare([numbers(n, 1), numbers(n, 2)], new Int32Array(0), (kernels, _, y, dy) =>
        kernels.reluBackward(n, y!, dy!, dy!),
      );
    }
  });

  it('propagate NaN, so that divergence shows', () => {
    for (const { kernels, memory } of [backend, { kernels: js, memory: backend.memory }]) {
      const [x, y, places] = [memory.floats(4), memory.floats(4), memory.ids(1)];
      x.set([1, NaN, 2, 3]);
      kernels.relu(4, x, y);
      expect(y[1]).to.be.NaN;
      kernels.maxPool(1, 2, 1, 2, x, y, places);
      expect(y[0]).to.be.NaN;
    }
  });
});
