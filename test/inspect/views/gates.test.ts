import { expect } from 'chai';
import { gates } from '../../../src/inspect/views/gates/index.js';
import type { GatesReport } from '../../../src/inspect/views/gates/report.js';
import type { CellRef } from '../../../src/model/cell-name.js';
import { inspectionOf, knowQuotes, quotedLines, reportOf } from '../networks/hand-built.js';

const lines = quotedLines(60);

describe('gates', () => {
  it('counts how often each is shut and open', async () => {
    const { gates: counted } = await reportOf<GatesReport>(gates, await inspectionOf(lines, knowQuotes));
    const share = Array.from(lines).filter((c) => c === '"').length / lines.length;
    const of = (gate: string) => counted.find((g) => g.gate === gate)!;
    expect(counted.map(({ name }) => name)).to.deep.equal(['input', 'forget', 'output']);
    expect(of('i').right[4]).to.be.closeTo(share, 1e-9);
    expect(of('i').left[4]).to.be.closeTo(1 - share, 1e-9);
    expect(of('f').left[4]).to.be.closeTo(share, 1e-9);
    expect(of('o').right[4]).to.equal(1);
  });

  it('are those of the named cells, whose h and c stand for all of them', async () => {
    const named = async (cells: CellRef[]): Promise<[string, readonly number[]][]> => {
      const { gates: counted } = await reportOf<GatesReport>(
        gates,
        await inspectionOf(lines, knowQuotes, { cells }),
      );
      return counted.map(({ gate, units }) => [gate, units]);
    };
    expect(await named([{ layer: 1, unit: 5, state: 'f' }])).to.deep.equal([['f', [5]]]);
    expect(
      await named([
        { layer: 1, unit: 5 },
        { layer: 1, unit: 2 },
      ]),
    ).to.deep.equal([
      ['i', [5, 2]],
      ['f', [5, 2]],
      ['o', [5, 2]],
    ]);
  });
});
