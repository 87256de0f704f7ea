import { expect } from 'chai';
import { createPlainMemory, type Memory } from '../../src/core/memory.js';
import { js } from '../../src/kernels/js/index.js';
import type { Kernels } from '../../src/kernels/kernels.js';
import { backendNames, theBackend } from '../helpers/backend.js';
import { expectClose } from '../helpers/expect-close.js';

/** Side of the map and of the neighborhood: every tail of a tile, and neighborhoods wider than the map. */
const sides = [
  [1, 1],
  [1, 3],
  [2, 3],
  [3, 5],
  [5, 3],
  [6, 1],
  [7, 3],
  [8, 3],
  [4, 7],
  [2, 9],
] as const; // prettier-ignore
/** Channels in and out: fewer than, as many as and more than the lanes of a tile; the last ones are wide for a library. */
const channels = [
  [1, 8],
  [2, 1],
  [3, 4],
  [4, 3],
  [5, 9],
  [8, 16],
  [16, 7],
  [1, 17],
  [9, 17],
  [33, 9],
] as const; // prettier-ignore
const R = 3;

interface Sizes {
  /** Maps, R unless given. */
  readonly R?: number;
  readonly S: number;
  readonly k: number;
  readonly C: number;
  readonly O: number;
}

function numbers(n: number, seed: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => Math.fround(Math.sin(seed * 78.233 + i * 12.9898)));
}

/** One after the other: y[r,i,j,o] = Σ x[r,i+u−p,j+v−p,c]·W[o,u,v,c] over all that lies in the map. */
function visit(
  { R: maps = R, S, k, C, O }: Sizes,
  act: (x: number, y: number, place: number, o: number, c: number) => void,
): void {
  const p = (k - 1) / 2;
  for (let r = 0; r < maps; r++)
    for (let i = 0; i < S; i++)
      for (let j = 0; j < S; j++)
        for (let u = 0; u < k; u++)
          for (let v = 0; v < k; v++) {
            const [a, b] = [i + u - p, j + v - p];
            if (a < 0 || a >= S || b < 0 || b >= S) continue;
            for (let c = 0; c < C; c++)
              for (let o = 0; o < O; o++)
                act(((r * S + a) * S + b) * C + c, ((r * S + i) * S + j) * O + o, u * k + v, o, c);
          }
}

/** The arrays of a case in the memory of some kernels, the outputs followed by a guard. */
function place({ R: maps = R, S, k, C, O }: Sizes, kernels: Kernels, memory: Memory) {
  const at = (values: Float64Array) => {
    const room = memory.floats(values.length + 1);
    room.set(values);
    room[values.length] = 12345;
    return room;
  };
  const filters = kernels.createFilters(memory, S, k, C, O);
  kernels.packFilters(true, at(numbers(k * k * C * O, 3)).subarray(0, -1), filters);
  return {
    x: at(numbers(maps * S * S * C, 1)),
    y: at(numbers(maps * S * S * O, 2)),
    filters,
    dW: at(numbers(k * k * C * O, 5)),
  };
}

/** Outputs and the gradient of the weights, assigned and added, agree with the loop. */
function checkAgainstLoop(sizes: Sizes, kernels: Kernels, memory: Memory): void {
  const { R: maps = R, S, k, C, O } = sizes;
  const { x, y, filters, dW } = place(sizes, kernels, memory);
  const W = numbers(k * k * C * O, 3);
  const sums = new Float64Array(maps * S * S * O);
  const gradient = numbers(k * k * C * O, 5);
  const dy = numbers(maps * S * S * O, 2);
  visit(sizes, (from, to, at, o, c) => {
    sums[to]! += x[from]! * W[(o * k * k + at) * C + c]!;
    gradient[(at * C + c) * O + o]! += x[from]! * dy[to]!;
  });
  kernels.convolutionGradient(maps, x, y, filters, dW);
  expectClose(dW.subarray(0, -1), gradient, 1e-5, 1e-4, 'dW');
  for (const convolve of [kernels.convolve, kernels.convolveMaps]) {
    y.set(dy);
    convolve(maps, x, filters, 1, y);
    expectClose(
      y.subarray(0, -1),
      sums.map((sum, i) => sum + dy[i]!),
      1e-5,
      1e-4,
      'y, added',
    );
    convolve(maps, x, filters, 0, y);
    expectClose(y.subarray(0, -1), sums, 1e-5, 1e-4, 'y');
  }
  for (const array of [x, y, dW]) expect(array.at(-1), 'the number after an array').equal(12345);
}

for (const name of [...backendNames, 'js (float64)'] as const) {
  describe(`convolutions of the ${name} kernels, against a loop over all products`, () => {
    let kernels: Kernels;
    let memory: Memory;
    before(async () => {
      ({ kernels, memory } =
        name === 'js (float64)'
          ? { kernels: js, memory: createPlainMemory(Float64Array) }
          : await theBackend(name));
    });

    for (const [S, k] of sides) {
      it(`${k}×${k} neighborhoods on maps of ${S}×${S}: outputs, added or assigned, and the gradient of weights`, () => {
        for (const [C, O] of channels) checkAgainstLoop({ S, k, C, O }, kernels, memory);
      });
    }

    it('the gates of a ConvGRU and their gradients, on more maps than a library is given at once', () => {
      checkAgainstLoop({ R: 10, S: 8, k: 3, C: 16, O: 48 }, kernels, memory);
      checkAgainstLoop({ R: 10, S: 8, k: 3, C: 48, O: 16 }, kernels, memory);
    });

    it('a map whose neighborhoods would need a large matrix is read itself', () => {
      const { x, y, filters } = place({ R: 1, S: 64, k: 3, C: 32, O: 32 }, kernels, memory);
      kernels.convolveMaps(1, x, filters, 0, y);
      const expected = y.slice();
      kernels.convolve(1, x, filters, 0, y);
      expect(Buffer.from(y.buffer, y.byteOffset, y.byteLength).equals(Buffer.from(expected.buffer))).equal(
        true,
      );
    });

    it('weights [k·k·C,O] as well as [O,k·k·C], and the last that were packed', () => {
      for (const [C, O] of channels) {
        const { x, y, filters } = place({ S: 4, k: 3, C, O }, kernels, memory);
        kernels.convolve(R, x, filters, 0, y);
        const expected = y.slice(0, -1);
        const [W, transposed] = [memory.floats(9 * C * O), memory.floats(9 * C * O)];
        W.set(numbers(9 * C * O, 3));
        kernels.transpose(O, 9 * C, W, 0, transposed);
        for (const convolve of [kernels.convolve, kernels.convolveMaps]) {
          kernels.packFilters(true, memory.floats(9 * C * O), filters);
          convolve(R, x, filters, 0, y);
          expect([...y.subarray(0, -1)].every((sum) => sum === 0)).equal(true);
          kernels.packFilters(false, transposed, filters);
          convolve(R, x, filters, 0, y);
          expectClose(y.subarray(0, -1), expected, 1e-5, 1e-4, 'y');
        }
      }
    });

    it('im2col: each neighborhood is a row, 0 outside of the map', () => {
      for (const [S, k] of sides) {
        for (const [C] of channels) {
          const { x, filters } = place({ S, k, C, O: 1 }, kernels, memory);
          const size = R * S * S * k * k * C;
          const matrix = memory.floats(size + 1).fill(12345);
          const expected = new Float64Array(size);
          visit({ S, k, C, O: 1 }, (from, to, at, _, c) => {
            expected[(to * k * k + at) * C + c] = x[from]!;
          });
          kernels.im2col(R, x, filters, matrix);
          expect(Float64Array.from(matrix.subarray(0, -1))).deep.equal(expected);
          expect(matrix.at(-1), 'the number after the matrix').equal(12345);
        }
      }
    });

    it('col2im: each pixel is the sum of what its neighbors have for it, added or assigned', () => {
      for (const [S, k] of sides) {
        for (const [, O] of channels) {
          const { y, filters } = place({ S, k, C: 1, O }, kernels, memory);
          const matrix = memory.floats(R * S * S * k * k * O);
          matrix.set(numbers(matrix.length, 6));
          const sums = new Float64Array(R * S * S * O);
          visit({ S, k, C: 1, O }, (from, to, at, o) => {
            sums[to]! += matrix[(from * k * k + at) * O + o]!;
          });
          const before = numbers(sums.length, 2);
          kernels.col2im(R, matrix, filters, 1, y);
          const added = sums.map((sum, i) => sum + before[i]!);
          expectClose(y.subarray(0, -1), added, 1e-5, 1e-5, 'y, added');
          kernels.col2im(R, matrix, filters, 0, y);
          expectClose(y.subarray(0, -1), sums, 1e-5, 1e-5, 'y');
          expect(y.at(-1), 'the number after y').equal(12345);
        }
      }
    });

    it('convolveMaps gives a map the same bytes whatever the other maps are', () => {
      for (const [C, O] of [
        [8, 16],
        [16, 48],
      ] as const) {
        const { x, y, filters } = place({ S: 8, k: 3, C, O }, kernels, memory);
        kernels.convolveMaps(R, x, filters, 0, y);
        const together = y.slice(64 * O, 2 * 64 * O);
        const alone = memory.floats(64 * O);
        kernels.convolveMaps(1, x.subarray(64 * C, 2 * 64 * C), filters, 0, alone);
        expect(alone).deep.equal(together);
      }
    });
  });
}
