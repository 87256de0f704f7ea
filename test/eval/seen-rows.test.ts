import { expect } from 'chai';
import { arrayExamples, type Example } from '../../src/data/examples.js';
import { countSeen } from '../../src/eval/seen-rows.js';

const row = (source: number[], target: number[], label = -1, vector: number[] = []): Example => ({
  source: Int32Array.from(source),
  target: Int32Array.from(target),
  label,
  vector: Float32Array.from(vector),
});
const count = (test: Example[], train: Example[]) => countSeen(arrayExamples(test), arrayExamples(train));

describe('rows of a test that occur in training', () => {
  it('are those with the same source and the same answer', async () => {
    const train = [row([1, 2], [3]), row([1], [], 4), row([], [5], -1, [0.5, 1])];
    expect(await count(train, train)).to.equal(3);
    expect(await count([row([1, 2], [4]), row([1], [], 5), row([], [5], -1, [0.5, 2])], train)).to.equal(0);
  });

  it('are not those whose symbols are divided otherwise', async () => {
    expect(await count([row([1, 2], [3])], [row([1], [2, 3])])).to.equal(0);
    expect(await count([row([12], [])], [row([1, 2], [])])).to.equal(0);
  });

  it('count as often as the test has them, however often training has them', async () => {
    const twice = [row([1], [], 0), row([1], [], 0), row([2], [], 0)];
    expect(await count(twice, [row([1], [], 0)])).to.equal(2);
    expect(await count([row([1], [], 0)], twice)).to.equal(1);
    expect(await count([], twice)).to.equal(0);
    expect(await count(twice, [])).to.equal(0);
  });

  it('are no longer counted when the pause throws', async () => {
    const rows = arrayExamples([row([1], [], 0)]);
    const stopped = await countSeen(rows, rows, () => Promise.reject(new Error('stop'))).catch(
      (error: unknown) => (error as Error).message,
    );
    expect(stopped).to.equal('stop');
  });
});
