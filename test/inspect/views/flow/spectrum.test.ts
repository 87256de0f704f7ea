import { expect } from 'chai';
import fc from 'fast-check';
import { unwatched } from '../../../../src/inspect/forward/pace.js';
import { singularValues as singularValuesOf } from '../../../../src/inspect/flow/spectrum.js';

const singularValues = (A: readonly number[], rows: number, columns: number): Promise<Float64Array> =>
  singularValuesOf(A, rows, columns, unwatched);

describe('singular values', () => {
  it('of a diagonal matrix are its sizes, whatever the signs', async () => {
    expectAll(await singularValues([3, 0, 0, 0, -5, 0, 0, 0, 1], 3, 3), [5, 3, 1]);
  });

  it('of a matrix by hand: AᵀA = [[25, 20], [20, 25]]', async () => {
    expectAll(await singularValues([3, 0, 4, 5], 2, 2), [Math.sqrt(45), Math.sqrt(5)]);
  });

  it('of a tall matrix of rank one are its norm and zeros', async () => {
    expectAll(await singularValues([1, 2, 2, 4, 3, 6], 3, 2), [Math.sqrt(70), 0], 1e-6);
  });

  it('have the squares of all elements as the sum of their squares, and descend', async () => {
    const matrix = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
      .chain(([rows, columns]) =>
        fc.record({
          rows: fc.constant(rows),
          columns: fc.constant(columns),
          A: fc.array(fc.integer({ min: -9, max: 9 }), {
            minLength: rows * columns,
            maxLength: rows * columns,
          }),
        }),
      );
    await fc.assert(
      fc.asyncProperty(matrix, async ({ rows, columns, A }) => {
        const values = Array.from(await singularValues(A, rows, columns));
        const total = A.reduce((sum, a) => sum + a * a, 0);
        expect(values.reduce((sum, s) => sum + s * s, 0)).to.be.closeTo(total, 1e-6 * (1 + total));
        expect(values).to.deep.equal(values.toSorted((a, b) => b - a));
      }),
    );
  });

  it('do not change under a rotation', async () => {
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
    const A = [2, 1, 0, 3];
    const rotated = [c * 2 - s * 0, c * 1 - s * 3, s * 2 + c * 0, s * 1 + c * 3];
    expectAll(await singularValues(rotated, 2, 2), Array.from(await singularValues(A, 2, 2)));
  });
});

function expectAll(actual: Float64Array, expected: number[], tolerance = 1e-9): void {
  expect(actual.length).to.equal(expected.length);
  actual.forEach((value, i) => expect(value).to.be.closeTo(expected[i]!, tolerance));
}
