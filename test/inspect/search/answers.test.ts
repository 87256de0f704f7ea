import { expect } from 'chai';
import { createPlainMemory } from '../../../src/core/memory.js';
import type { Snapshot } from '../../../src/core/snapshot.js';
import { parseCell } from '../../../src/model/cell-name.js';
import { modelFromSnapshot } from '../../../src/model/language-model.js';
import { js } from '../../../src/kernels/js/index.js';
import { taskSnapshot } from '../../helpers/snapshots.js';
import { tableInspection } from '../../helpers/table-inspection.js';
import { randomRows, taskForms, type TableRow } from '../../helpers/task-rows.js';

const task = taskForms['classify']!;
const A = task.source.indexOf('a');

/** The state of a cell after a row that is read alone. */
function stateAfter(snapshot: Snapshot, cell: string, { source }: TableRow['example']): number {
  const { layer, unit, state } = parseCell(cell)!;
  const model = modelFromSnapshot(snapshot, {
    kernels: js,
    memory: createPlainMemory(),
    T: source.length,
    B: 1,
    training: false,
  });
  const carried = model.createState();
  model.forward(source, carried, { T: source.length });
  return carried[`${state}_l${layer - 1}`]![unit - 1]!;
}

/** The share of pairs, one from each side, in which the first is higher. */
function naiveAuc(on: readonly number[], off: readonly number[]): number {
  let higher = 0;
  for (const a of on) for (const b of off) higher += a > b ? 1 : a === b ? 0.5 : 0;
  return higher / (on.length * off.length);
}

describe('the search among the answers to rows', () => {
  const snapshot = taskSnapshot(task, { hidden: 6 });
  /** Chile where the last symbol is a, Peru elsewhere. */
  const rows = randomRows(task, 400).map(({ example }) => ({
    cells: [],
    example: { ...example, label: example.source.at(-1) === A ? 0 : 1 },
  }));

  it('ranks cells by the states that answer, one for each row, in the measure of the search', async () => {
    const report = await tableInspection(snapshot, rows).search();
    expect(report.text).to.deep.equal({ name: 'test', characters: 400, of: 'answers' });
    expect(report.parts).to.deep.equal({ selection: { from: 0, to: 240 }, heldOut: { from: 240, to: 400 } });
    expect(report.absent).to.deep.equal(['Cuba']);
    const chile = report.features.find(({ feature }) => feature === 'Chile')!;
    const values = rows.map((row) => ({
      value: stateAfter(snapshot, chile.cell, row.example),
      ...row.example,
    }));
    const on = values.filter(({ label }) => label === 0).map(({ value }) => value);
    const off = values.filter(({ label }) => label === 1).map(({ value }) => value);
    const auc = naiveAuc(on, off);
    // the held-out 160 rows are a sample of these 400
    expect(chile.score).closeTo(chile.sign > 0 ? auc : 1 - auc, 0.06);
    expect(chile.score).above(0.8);
    expect(chile.mean).closeTo(on.length / 400, 0.08);
  });

  it('compares them with a predictor from the last symbols of the same row only', async () => {
    const report = await tableInspection(snapshot, rows).search();
    expect(report.features.find(({ feature }) => feature === 'Chile')).to.include({
      recent: 1,
      verdict: 'echo of recent characters',
    });
    const before = rows.map(({ example }, i) => ({
      cells: [],
      example: { ...example, label: rows[Math.max(0, i - 1)]!.example.label },
    }));
    const shifted = await tableInspection(snapshot, before).search();
    expect(shifted.features.find(({ feature }) => feature === 'Chile')!.recent).closeTo(0.5, 0.12);
  });
});
