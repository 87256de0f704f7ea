import { calibrate, type Bins } from './bins.js';
import type { Cells } from './cells.js';
import type { Coding } from './coding.js';
import { columnsOf } from './columns.js';
import { stretches, walk } from './record.js';
import type { Interval } from './sampling.js';
import type { Sample } from './sample.js';
import { association } from './score.js';
import type { Subject } from './subject.js';
import { createTally, createWorkspace, type Tally, type Workspace } from './tally.js';

/** The two parts of a text, counted. */
export interface Tallies {
  readonly bins: Bins;
  readonly chosen: Tally;
  readonly held: Tally;
}

/** For a feature: the cell chosen on the first part, its sign there, and its association with that sign on the held-out part. */
export interface Found {
  readonly cell: number;
  readonly sign: 1 | -1;
  readonly score: number;
}

/** Reads both parts once and counts everything; the bins come from the sample. */
export function tallyParts(
  subject: Subject,
  cells: Cells,
  coding: Coding,
  sample: Sample,
  parts: { chosen: Interval; held: Interval },
): Tallies {
  const { model, backend } = subject;
  const bins = calibrate(sample.activations, cells.count, backend.memory);
  const space = createWorkspace(backend, cells, coding, model.T * model.B);
  const tally = (part: Interval): Tally => tallyPart(subject, cells, coding, bins, part, space);
  return { bins, chosen: tally(parts.chosen), held: tally(parts.held) };
}

function tallyPart(
  { model, backend, text }: Subject,
  cells: Cells,
  coding: Coding,
  bins: Bins,
  part: Interval,
  space: Workspace,
): Tally {
  const columns = columnsOf(coding, part.from, part.to);
  const tally = createTally(backend, cells, bins, coding, columns, space);
  for (const { rows, positions } of walk(model, text, stretches(model, part))) {
    tally.add(cells.groups, rows, positions);
  }
  tally.finish();
  return tally;
}

/** The cell with the strongest association, chosen on one part and scored on the other. */
export function findBest({ chosen, held }: Tallies, feature: number, cells: number): Found {
  let cell = 0;
  let strongest = 0;
  for (let candidate = 0; candidate < cells; candidate++) {
    const value = association(chosen, candidate, feature);
    if (Math.abs(value) > Math.abs(strongest)) [cell, strongest] = [candidate, value];
  }
  const sign = strongest < 0 ? -1 : 1;
  return { cell, sign, score: sign * association(held, cell, feature) };
}
