import { expect } from 'chai';
import { buildTable, limitsFor } from '../../src/ngram/build-table.js';
import { faultOf } from '../../src/ngram/check-table.js';
import { tableBytes } from '../../src/ngram/count-table.js';
import { arraySource } from '../../src/text/id-source.js';
import { countsOf } from '../helpers/counted.js';

describe('buildTable', () => {
  it('holds the contexts and counts of a text that can be counted by hand', () => {
    // aabab: a and b, ids 0 and 1; in `first` they are 1 and 2, and 0 is the start mark
    const { levels } = countsOf('ab', 'aabab', 2);
    const plain = levels.map((level) =>
      Object.fromEntries(Object.entries(level).map(([name, values]) => [name, [...(values as Uint8Array)]])),
    );
    // the empty context: a follows ^, a and b; b follows a alone
    expect(plain[0]).deep.equal({
      first: [0],
      children: [2],
      followers: [1],
      follower: [0, 1],
      counts: [3, 1],
    });
    // ^, a, b: a follows ^^; a follows ^a, b follows aa and ba; a follows ab
    expect(plain[1]).deep.equal({
      first: [0, 1, 2],
      children: [0, 2, 0],
      followers: [0, 1, 0],
      follower: [0, 0, 1, 0],
      counts: [1, 1, 2, 1],
    });
    // ^^: a; ^a: a; aa: b; ba: b; ab: a, once
    expect(plain[2]).deep.equal({
      first: [0, 0, 1, 2, 1],
      children: [0, 0, 0, 0, 0],
      followers: [0, 0, 0, 0, 0],
      follower: [0, 0, 1, 1, 0],
      counts: [1, 1, 1, 1, 1],
    });
  });

  it('shortens the contexts until the table fits', () => {
    const ids = Array.from({ length: 3000 }, (_, i) => (i * i) % 7);
    const sizeOf = (order: number, bytes = Infinity) => {
      const table = buildTable(arraySource(ids), 7, { order, bytes });
      expect(faultOf(table)).equal(undefined);
      const sizes = table.levels.map(({ first, follower }) => ({
        contexts: first.length,
        followers: follower.length,
      }));
      return { order: table.levels.length - 1, bytes: tableBytes(7, sizes) };
    };
    const whole = sizeOf(6);
    const shorter = sizeOf(5);
    expect(whole).include({ order: 6 });
    expect(sizeOf(6, whole.bytes)).deep.equal(whole);
    expect(sizeOf(6, whole.bytes - 1)).deep.equal(shorter);
    expect(sizeOf(6, 1)).include({ order: 0 });
  });

  it('counts longer contexts in longer texts', () => {
    const orders = [1, 100, 1e4, 1e6, 1e8].map((characters) => limitsFor(characters).order);
    expect(orders).deep.equal([2, 3, 5, 8, 11]);
  });

  it('refuses an empty text, and stops where it is told to', () => {
    expect(() => buildTable(arraySource([]), 2)).throw(RangeError, 'an empty text has no counts');
    const stop = () => {
      throw new Error('stopped');
    };
    expect(() => buildTable(arraySource([0, 1]), 2, { order: 1, bytes: 100 }, stop)).throw('stopped');
  });
});
