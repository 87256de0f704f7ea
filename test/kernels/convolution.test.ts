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
/** Channels in and out: fewer than, as many as and more than the lanes of a tile. */
const channels = [
  [1, 8],
  [2, 1],
  [3, 4],
  [4, 3],
  [5, 9],
  [8, 16],
  [16, 7],
  [1, 17],
] as const; // prettier-ignore
const R = 3;

interface Sizes {
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
  { S, k, C, O }: Sizes,
  act: (x: number, y: number, place: number, o: number, c: number) => void,
): void {
  const p = (k - 1) / 2;
  for (let r = 0; r < R; r++)
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
function place({ S, k, C, O }: Sizes, kernels: Kernels, memory: Memory) {
  const at = (values: Float64Array) => {
    const room = memory.floats(values.length + 1);
    room.set(values);
    room[values.length] = 12345;
    return room;
  };
  const packed = kernels.createPacked(memory, k * k * C, O);
  kernels.pack(true, at(numbers(k * k * C * O, 3)).subarray(0, -1), packed);
  return {
    x: at(numbers(R * S * S * C, 1)),
    y: at(numbers(R * S * S * O, 2)),
    packed,
    padded: at(numbers((S + k - 1) ** 2 * C, 4)),
    dW: at(numbers(k * k * C * O, 5)),
  };
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
        for (const [C, O] of channels) {
          const sizes = { S, k, C, O };
          const { x, y, packed, padded, dW } = place(sizes, kernels, memory);
          const W = numbers(k * k * C * O, 3);
          const sums = new Float64Array(R * S * S * O);
          const gradient = numbers(k * k * C * O, 5);
          const dy = numbers(R * S * S * O, 2);
          visit(sizes, (from, to, at, o, c) => {
            sums[to]! += x[from]! * W[(o * k * k + at) * C + c]!;
            gradient[(at * C + c) * O + o]! += x[from]! * dy[to]!;
          });
          kernels.convolutionGradient(R, S, C, O, k, x, y, padded, dW);
          expectClose(dW.subarray(0, -1), gradient, 1e-5, 1e-4, 'dW');
          kernels.convolve(R, S, k, x, packed, padded, 1, y);
          expectClose(
            y.subarray(0, -1),
            sums.map((sum, i) => sum + dy[i]!),
            1e-5,
            1e-4,
            'y, added',
          );
          kernels.convolve(R, S, k, x, packed, padded, 0, y);
          expectClose(y.subarray(0, -1), sums, 1e-5, 1e-4, 'y');
          for (const array of [x, y, padded, dW])
            expect(array.at(-1), 'the number after an array').equal(12345);
        }
      });
    }

    it('give a map the same bytes whatever the other maps are', () => {
      const { x, y, packed, padded } = place({ S: 8, k: 3, C: 8, O: 16 }, kernels, memory);
      kernels.convolve(R, 8, 3, x, packed, padded, 0, y);
      const together = y.slice(64 * 16, 2 * 64 * 16);
      const alone = memory.floats(64 * 16);
      kernels.convolve(1, 8, 3, x.subarray(64 * 8, 2 * 64 * 8), packed, padded, 0, alone);
      expect(alone).deep.equal(together);
    });
  });
}
