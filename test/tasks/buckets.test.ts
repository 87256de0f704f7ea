import { expect } from 'chai';
import { BETWEEN_CHECKS } from '../../src/core/check.js';
import { shuffledWindows, sortedOrder, type Keyed } from '../../src/tasks/buckets.js';

const keyed = (keys: readonly number[]): Keyed => ({ count: keys.length, key: (row) => keys[row]! });
/** Lengths from 1 to 40 without an order. */
const lengths = (count: number) => Array.from({ length: count }, (_, i) => 1 + ((i * 7919) % 40));

describe('the order of rows for evaluation', () => {
  it('is by key, and for the same key by place', () => {
    expect([...sortedOrder(keyed([3, 1, 2, 1, 0]))]).to.deep.equal([4, 1, 3, 2, 0]);
    expect([...sortedOrder(keyed([]))]).to.deep.equal([]);
    expect([...sortedOrder(keyed([0, 0]))]).to.deep.equal([0, 1]);
  });

  it('is right for keys of any size', () => {
    const keys = [2 ** 40 + 1, 5, 1024, 2 ** 40, 1023, 2 ** 20, 1025, 5];
    expect([...sortedOrder(keyed(keys))]).to.deep.equal([1, 7, 4, 2, 6, 5, 3, 0]);
  });
});

/** Rows whose lengths are asked for between two checks, at most. */
function mostBetween(order: (rows: Keyed, check: () => void) => void, count: number): number {
  let [asked, most] = [0, 0];
  const key = (row: number) => {
    most = Math.max(most, ++asked);
    return row % 7;
  };
  order({ count, key }, () => (asked = 0));
  return most;
}

describe('rows can be stopped from being ordered', () => {
  const count = 3 * BETWEEN_CHECKS;

  it('for evaluation', () => {
    expect(mostBetween(sortedOrder, count)).to.equal(BETWEEN_CHECKS);
  });

  for (const [name, kept] of [
    ['in memory', Infinity],
    ['pool by pool', 10],
  ] as const) {
    it(`in an epoch ${name}, with pools of any size`, () => {
      for (const B of [1, 100, 2000, count]) {
        const order = (rows: Keyed, check: () => void) =>
          shuffledWindows(rows, B, { seed: 1, epoch: 0, check }, kept)(0);
        expect(mostBetween(order, count)).to.be.within(Math.min(50 * B, BETWEEN_CHECKS), BETWEEN_CHECKS);
      }
    });
  }

  it('in the middle, and then begun again', () => {
    let isStopped = false;
    const check = () => {
      if (isStopped) throw new Error('stop');
    };
    const rows = keyed(lengths(1003));
    const window = shuffledWindows(rows, 4, { seed: 1, epoch: 0, check }, 10);
    const whole = shuffledWindows(rows, 4, { seed: 1, epoch: 0 }, 10);
    const first = [...window(0)];
    isStopped = true;
    expect(() => window(60)).to.throw('stop');
    isStopped = false;
    expect([...window(0)]).to.deep.equal(first);
    expect([...window(60)]).to.deep.equal([...whole(60)]);
  });
});

for (const [name, kept] of [
  ['in memory', Infinity],
  ['pool by pool', 10],
] as const) {
  // prettier-ignore
  describe(`the windows of an epoch, ${name}`, () => {
    const B = 4;
    const rows = keyed(lengths(1003));
    const of = (epoch: number, seed = 1) => {
      const window = shuffledWindows(rows, B, { seed, epoch }, kept);
      return Array.from({ length: Math.ceil(rows.count / B) }, (_, i) => [...window(i)]);
    };

    it('have every row once; only the last is not full', () => {
      const windows = of(0);
      expect(windows.flat().sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 1003 }, (_, i) => i));
      expect(windows.slice(0, -1).every(({ length }) => length === B)).to.equal(true);
      expect(windows.at(-1)).to.have.lengthOf(3);
    });

    it('depend on seed and epoch alone, not on the window that is asked for first', () => {
      const window = shuffledWindows(rows, B, { seed: 1, epoch: 2 }, kept);
      const backwards = Array.from({ length: 251 }, (_, i) => [...window(250 - i)]);
      expect(backwards.reverse()).to.deep.equal(of(2));
      expect(of(3)).to.not.deep.equal(of(2));
      expect(of(2, 5)).to.not.deep.equal(of(2));
    });

    it('have rows of similar length, in no order of length', () => {
      const firsts = of(0).map(([first]) => rows.key(first!));
      const spread = of(0).map((window) => rows.key(window.at(-1)!) - rows.key(window[0]!));
      // 40 lengths in pools of 200 rows: a window of 4 spans about one
      expect(spread.filter((lengths) => lengths > 2).length).to.be.below(10);
      const rising = firsts.slice(1).filter((length, i) => length >= firsts[i]!).length;
      expect(rising / firsts.length).to.be.within(0.4, 0.6);
    });
  });
}
