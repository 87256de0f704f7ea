import { expect } from 'chai';
import { createRng } from '../../src/core/rng.js';
import { shareSeen } from '../../src/eval/overlap.js';
import { arraySource } from '../../src/text/id-source.js';

const random = (length: number, seed: number) => {
  const rng = createRng(seed);
  return Array.from({ length }, () => rng.below(6));
};
const share = (text: number[], training: number[], width?: number) =>
  shareSeen(arraySource(text), arraySource(training), width === undefined ? {} : { width });

describe('the share of a text that occurs in the training text', () => {
  it('agrees with a search for every window', async () => {
    for (const [width, seed] of [
      [3, 1],
      [4, 2],
      [7, 3],
    ] as const) {
      const training = random(900, seed);
      const text = [...random(200, seed + 10), ...training.slice(100, 250), ...random(50, seed + 20)];
      const joined = ` ${training.join(' ')} `;
      const windows = Array.from({ length: text.length - width + 1 }, (_, i) => text.slice(i, i + width));
      const seen = windows.filter((window) => joined.includes(` ${window.join(' ')} `)).length;
      expect(await share(text, training, width)).to.equal(seen / windows.length);
    }
  });

  it('is 1 for a part of it, near 0 for another text, across blocks of reading too', async () => {
    const training = random(200_000, 5);
    expect(await share(training.slice(65_000, 133_000), training)).to.equal(1);
    expect(await share(random(70_000, 6), training)).to.equal(0);
  });

  it('is unknown for a text shorter than a window', async () => {
    expect(await share(random(49, 1), random(500, 1))).to.equal(null);
  });
});
