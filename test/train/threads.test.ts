import { expect } from 'chai';
import type { ModelConfig } from '../../src/core/snapshot.js';
import { chooseThreads } from '../../src/train/threads.js';

describe('the number of threads', () => {
  const sizes = { layers: 1, embedding: 0, dropout: 0, recurrentBias: true, vocabulary: 61 };
  const small: ModelConfig = { cell: 'rnn', hidden: 100, ...sizes };
  const large: ModelConfig = { cell: 'lstm', hidden: 512, ...sizes };

  it('is one where a step is small, or its batch cannot be divided', () => {
    expect(chooseThreads(small, { seq: 25, batch: 1 }, 8)).to.equal(1);
    expect(chooseThreads(large, { seq: 1000, batch: 1 }, 8)).to.equal(1);
    expect(chooseThreads({ ...small, hidden: 8 }, { seq: 25, batch: 50 }, 8)).to.equal(1);
  });

  it('is that of the cores where a step is large, with at least 8 rows for each', () => {
    expect(chooseThreads(large, { seq: 50, batch: 50 }, 1)).to.equal(1);
    expect(chooseThreads(large, { seq: 50, batch: 50 }, 2)).to.equal(2);
    expect(chooseThreads(large, { seq: 50, batch: 50 }, 64)).to.equal(6);
  });
});
