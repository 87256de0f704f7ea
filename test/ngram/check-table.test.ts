import { expect } from 'chai';
import { faultOf } from '../../src/ngram/check-table.js';
import type { CountLevel, CountTable } from '../../src/ngram/count-table.js';
import { countsOf } from '../helpers/counted.js';

describe('faultOf', () => {
  const table = countsOf('abc', 'abcabacbbacab', 2);

  /** The table with some arrays of level k replaced. */
  function changed(k: number, level: Partial<CountLevel>): CountTable {
    return { ...table, levels: table.levels.map((old, i) => (i === k ? { ...old, ...level } : old)) };
  }
  const reversed = <A extends Uint8Array | Int32Array | Uint16Array | Uint32Array>(values: A) =>
    values.slice().reverse() as A;

  it('finds nothing wrong with a table that was counted', () => {
    expect(faultOf(table)).equal(undefined);
  });

  it('names what does not agree', () => {
    const { levels } = table;
    const cases: [CountTable, string][] = [
      [{ ...table, levels: [] }, 'level 0 is not one empty context'],
      [{ ...table, levels: levels.slice(1) }, 'level 0 is not one empty context'],
      [changed(1, { children: levels[1]!.children.slice(1) }), 'level 1: its arrays have different lengths'],
      [changed(0, { counts: new Uint16Array(2) }), 'level 0: it has not as many counts as followers'],
      [
        changed(1, { followers: levels[1]!.followers.map((n) => n + 1) }),
        'level 1: its contexts have other followers',
      ],
      [changed(0, { follower: reversed(levels[0]!.follower) }), 'level 0: its followers are not in order'],
      [changed(0, { follower: Uint8Array.of(0, 1, 3) }), 'level 0: its followers are not in order'],
      [
        changed(2, { counts: levels[2]!.counts.map(() => 0) as Int32Array }),
        'level 2: a count is not positive',
      ],
      [
        changed(2, { counts: levels[2]!.counts.map(() => -1) as Int32Array }),
        'level 2: a count is not positive',
      ],
      [
        changed(2, { children: levels[2]!.children.map(() => 1) }),
        'level 2: its last contexts have children',
      ],
      [
        changed(1, { children: levels[1]!.children.map(() => 0) }),
        'level 1: its contexts have other children',
      ],
      [changed(1, { first: reversed(levels[1]!.first) }), 'level 0: its children are not in order'],
      [changed(1, { first: Uint8Array.of(0, 1, 2, 4) }), 'level 0: its children are not in order'],
    ];
    for (const [damaged, fault] of cases) expect(faultOf(damaged)).match(new RegExp(`^${fault}`));
  });
});
