import { expect } from 'chai';
import { createRng } from '../../../src/core/rng.js';
import {
  bestDepths,
  numberContexts,
  predictFromContexts,
  sumContexts,
} from '../../../src/inspect/coverage/contexts.js';
import { cellsOf } from '../../../src/inspect/forward/cells.js';
import { recordSample, traceCell } from '../../../src/inspect/forward/record.js';
import { recentPredictor } from '../../../src/inspect/search/controls.js';
import { buildQuoteCell, quotedLines, subjectOf, textOf } from '../networks/hand-built.js';

const range = (from: number, to: number): Int32Array =>
  Int32Array.from({ length: to - from }, (_, i) => from + i);

describe('what the last symbols predict for cells', () => {
  const learn = { from: 0, to: 1800 };
  const part = { from: 1800, to: 3000 };

  async function predicted(k: number) {
    const subject = subjectOf(await textOf(quotedLines(120).slice(0, part.to)), buildQuoteCell);
    const cells = cellsOf(subject.model, ['h', 'c']);
    const known = numberContexts({ symbols: subject.text.ids }, learn, part.to, k);
    const all = [];
    for await (const sums of sumContexts(subject, cells, known)) all.push(sums);
    expect(all).to.have.length(1);
    const trace = async (cell: number) => traceCell(subject, cells, cell, { from: 0, to: part.to });
    return { subject, cells, known, sums: all[0]!, trace };
  }

  it('is what the control of the search predicts on text that was held out', async () => {
    const { subject, cells, known, sums, trace } = await predicted(3);
    const { activations } = await recordSample(subject, cells, { from: part.from, to: part.from + 24 });
    const own = { n: 24, width: cells.count, values: activations };
    const depths = new Uint8Array(cells.count).fill(3);
    const { values } = predictFromContexts(known, { sums, depths }, range(part.from, part.from + 24), own);
    const recent = recentPredictor({ symbols: subject.text.ids }, learn, 3);
    for (const cell of [0, 4, 12]) {
      const expected = recent.predict(await trace(cell), { from: part.from, to: part.from + 24 });
      expected.forEach((value, i) => expect(values[i * cells.count + cell]).closeTo(value, 1e-4));
    }
  });

  it('leaves a position out of what it is predicted from', async () => {
    const { subject, cells, known, sums, trace } = await predicted(1);
    const at = 700;
    const values = await trace(12);
    const own = { n: 1, width: cells.count, values: new Float32Array(cells.count) };
    for (let c = 0; c < cells.count; c++) own.values[c] = (await trace(c))[at]!;
    const depths = new Uint8Array(cells.count).fill(1);
    const { values: out } = predictFromContexts(known, { sums, depths }, Int32Array.of(at), own);
    const same = Array.from(range(0, learn.to)).filter(
      (i) => i !== at && subject.text.ids[i] === subject.text.ids[at],
    );
    const mean = values.subarray(0, learn.to).reduce((sum, x) => sum + x, 0) / learn.to;
    const sum = same.reduce((total, i) => total + values[i]!, 0);
    expect(out[12]).closeTo((sum + 2 * mean) / (same.length + 2), 1e-4);
  });

  it('uses as many symbols as predict a cell best', async () => {
    const { subject, known } = await predicted(2);
    const rng = createRng(4);
    const { ids } = subject.text;
    // three cells: of the last symbol, with noise, of the last two, of none
    const values = (i: number): number[] => [
      (ids[i]! % 3) + rng.normal(),
      (ids[i]! + ids[i - 1]!) % 3,
      rng.normal(),
    ];
    const positions = range(1, learn.to);
    const own = { n: positions.length, width: 3, values: Float32Array.from([...positions].flatMap(values)) };
    const totals = new Float32Array(known.counts.length * 3);
    positions.forEach((position, i) => {
      for (let j = 0; j < 2; j++)
        for (let c = 0; c < 3; c++) totals[known.at(position, j) * 3 + c]! += own.values[i * 3 + c]!;
    });
    const means = Float64Array.from(
      [0, 1, 2],
      (c) => own.values.filter((_, k) => k % 3 === c).reduce((a, b) => a + b) / own.n,
    );
    const planted = { first: 0, cells: 3, sums: totals, means };
    expect(Array.from(bestDepths(known, planted, positions, own))).to.deep.equal([1, 2, 0]);
  });
});
