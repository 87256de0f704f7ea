import { expect } from 'chai';
import { sideBySide } from '../../bench/side-by-side.js';

describe('sideBySide(runs)', () => {
  const slow = {
    name: 'nanoGPT <its own>',
    seconds: 246,
    validation: [
      [0, 4.2],
      [120, 2.1],
      [246, 1.886],
    ],
  } as const;
  const fast = {
    name: 'char-rnn',
    seconds: 240,
    validation: [
      [60, 1.7],
      [240, 1.52],
    ],
  } as const;

  it('is a table of minutes and last losses, the lowest first', () => {
    expect(sideBySide([slow, fast]).table.split('\n').slice(2)).to.deep.equal([
      '| char-rnn | 4.00 | 1.5200 |',
      '| nanoGPT <its own> | 4.10 | 1.8860 |',
    ]);
  });

  it('draws a curve for each run, without the losses of the first seconds', () => {
    const { svg } = sideBySide([slow, fast]);
    const paths = [...svg.matchAll(/<path class="curve"[^>]* d="([^"]*)"/g)].map(([, path]) => path!);
    expect(paths.map((path) => path.split('L').length)).to.deep.equal([2, 2]);
    expect(svg).to.include('nanoGPT &lt;its own&gt;');
  });
});
