import { expect } from 'chai';
import { decisionPoints } from '../../../src/inspect/features/decisions.js';
import { createRng } from '../../../src/core/rng.js';
import { library } from '../../../src/inspect/features/index.js';
import type { Subject } from '../../../src/inspect/forward/subject.js';
import { ablateAll, ablation, type AblationRequest } from '../../../src/inspect/views/ablation/index.js';
import type { AblationReport } from '../../../src/inspect/views/ablation/report.js';
import {
  H,
  inspectionOf,
  knowQuotes,
  quotedLines,
  reportOf,
  subjectOf,
  textOf,
} from '../networks/hand-built.js';

const lines = quotedLines(60);
const quotes = library.find(({ name }) => name === 'double-quotes')!;
const cell = { layer: 1, unit: 5, state: 'c' };
const subject = async (): Promise<Subject> => subjectOf(await textOf(lines), knowQuotes);

describe('ablation', () => {
  it('decides a binary feature where it goes off, a graded one where it falls', () => {
    const where = decisionPoints(Float32Array.of(0, 1, 1, 0, 3, 2, 2), { from: 0, to: 7 });
    expect(Array.from(where)).to.deep.equal([0, 0, 1, 0, 1, 0, 0]);
  });

  it('shows that a quote is predicted by its cell, and by no other', async () => {
    const request = { cell, feature: quotes, clamp: -1 };
    const { ablations } = await ablateAll(await subject(), [request], createRng(1));
    const { addedAtDecisions, random, decisions } = ablations[0]!;
    expect(decisions).to.equal(Array.from(lines).filter((c) => c === '"').length / 2);
    expect(addedAtDecisions).to.be.above(1.5);
    expect(random.length).to.equal(H - 1);
    for (const other of random) expect(Math.abs(other.addedAtDecisions)).to.be.below(0.2);
  });

  it('clamps a cell to its mean over the text', async () => {
    const request = { cell, feature: quotes, clamp: 'mean' as const };
    const inside = quotes.values(Int32Array.from(Array.from(lines), (c) => c.codePointAt(0)!));
    const mean = inside.reduce((sum, value) => sum + (value ? 1 : -1), 0) / inside.length;
    const { ablations } = await ablateAll(await subject(), [request], createRng(1));
    expect(ablations[0]!.clampedAt).to.be.closeTo(mean, 0.1); // before the first quote c is 0, and tanh(3 ± 10·tanh 1) is not quite ±1
  });

  it('refuses a feature that never ends, and a gate', async () => {
    const s = await subject();
    const braces = library.find(({ name }) => name === 'braces')!;
    const refusal = (request: AblationRequest): Promise<unknown> =>
      ablateAll(s, [request], createRng(1)).catch((error: Error) => error.message);
    expect(await refusal({ cell, feature: braces, clamp: 'zero' })).to.match(/inspect\/decisions/);
    const gate = { ...cell, state: 'f' };
    expect(await refusal({ cell: gate, feature: quotes, clamp: 'zero' })).to.match(
      /inspect\/gate: cell = 1:5:f/,
    );
  });

  it('is of the best feature of a named cell, and of the best findings without a cell', async () => {
    const named = await reportOf<AblationReport>(
      ablation,
      await inspectionOf(lines, knowQuotes, { cells: [cell] }),
    );
    expect(named.ablations.map((a) => a.cell)).to.deep.equal(['1:5:c']);
    expect(named.ablations[0]!.feature).to.be.oneOf(['double-quotes', 'string']);
    const found = await reportOf<AblationReport>(ablation, await inspectionOf(lines, knowQuotes));
    expect(found.ablations[0]!.cell).to.match(/^1:5:[hc]$/);
    expect(found.ablations.length).to.equal(3);
  });
});
