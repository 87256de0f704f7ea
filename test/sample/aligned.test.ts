import { expect } from 'chai';
import { alignRows } from '../../src/sample/aligned.js';

/** The windows that rows are written into: the symbols of each batch row from its start on, and the starts. */
function windowsOf(rows: readonly (readonly number[])[], T: number, B: number) {
  const x = new Int32Array(T * B).fill(-1);
  const starts = new Int32Array(B);
  return Array.from(alignRows(rows, { x, starts, T, B }), (steps) => ({
    steps,
    starts: [...starts],
    rows: Array.from({ length: B }, (_, b) =>
      Array.from({ length: steps - starts[b]! }, (_, i) => x[(starts[b]! + i) * B + b]),
    ),
  }));
}

describe('aligning rows', () => {
  it('lets all rows end together, with the short window first', () => {
    expect(windowsOf([[1, 2, 3, 4, 5], [7, 8]], 3, 2)).to.deep.equal([
      { steps: 2, starts: [0, 2], rows: [[1, 2], []] },
      { steps: 3, starts: [0, 1], rows: [[3, 4, 5], [7, 8]] },
    ]); // prettier-ignore
  });

  it('leaves batch rows without a row of their own empty in every window', () => {
    const windows = windowsOf([[1, 2, 3, 4]], 2, 3);
    expect(windows.map(({ starts }) => starts)).to.deep.equal([
      [0, 2, 2],
      [0, 2, 2],
    ]);
  });

  it('needs one window where the longest row fits it, and none without symbols', () => {
    expect(windowsOf([[1, 2, 3], [4]], 3, 2)).to.deep.equal([
      { steps: 3, starts: [0, 2], rows: [[1, 2, 3], [4]] },
    ]);
    expect(windowsOf([[], []], 3, 2)).to.deep.equal([]);
  });

  it('writes each row whole, whatever the size of a window', () => {
    const rows = [[1, 2, 3, 4, 5, 6, 7], [], [8], [9, 10, 11, 12]];
    for (let T = 1; T <= 8; T++) {
      const windows = windowsOf(rows, T, 4);
      rows.forEach((row, b) => expect(windows.flatMap((window) => window.rows[b])).to.deep.equal(row));
    }
  });
});
