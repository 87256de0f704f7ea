import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { createSequence, sliceSteps } from '../../src/core/sequence.js';

describe('a sequence [T, B, D]', () => {
  it('is time-major: element (t, b, d) lies at (t·B + b)·D + d, in the view of step t at b·D + d', () => {
    const [T, B, D] = [3, 2, 4];
    const { data, step } = createSequence(createPlainMemory(), T, B, D);
    data.forEach((_, i) => (data[i] = i));
    expect(step).to.have.length(T);
    for (let t = 0; t < T; t++)
      for (let b = 0; b < B; b++)
        for (let d = 0; d < D; d++) expect(step[t]![b * D + d]).to.equal((t * B + b) * D + d);
  });

  it('has slices on the same numbers', () => {
    const sequence = createSequence(createPlainMemory(), 4, 1, 2);
    const slice = sliceSteps(sequence, 1, 2);
    slice.step[1]!.fill(5);
    expect([...sequence.data]).to.deep.equal([0, 0, 0, 0, 5, 5, 0, 0]);
    expect([...slice.data]).to.deep.equal([0, 0, 5, 5]);
  });
});
