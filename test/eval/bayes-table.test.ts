import { expect } from 'chai';
import { arrayExamples, type Example } from '../../src/data/examples.js';
import { bayesTable } from '../../src/eval/bayes-table.js';

const NONE = { target: new Int32Array(0), vector: new Float32Array(0) };
/** Texts of a and b with a label, 0 or 1. */
const row = (text: string, label: number): Example => ({
  ...NONE,
  label,
  source: Int32Array.from(text, (symbol) => 'ab'.indexOf(symbol)),
});
const task = { source: ['a', 'b'], target: ['x', 'y'] };
const train = Array.from({ length: 20 }, () => [row('aaa', 0), row('bbb', 1)]).flat();
const table = (test: Example[], pause?: () => Promise<void>) =>
  bayesTable(arrayExamples(train), arrayExamples(test), task, { seed: 1, ...(pause && { pause }) });

describe('the table of n-gram classifiers', () => {
  it('has accuracy and macro F1 for 0 to 5 characters of context', async () => {
    // answered x, y, x, y: x has 1 of 1 found, 1 of 2 right (F1 2/3); y 2 of 3 found, all right (F1 4/5)
    const levels = await table([row('aaa', 0), row('bbb', 1), row('aaa', 1), row('bbb', 1)]);
    expect(levels.map(({ context }) => context)).to.deep.equal([0, 1, 2, 3, 4, 5]);
    for (const { accuracy, macroF1 } of levels) {
      expect(accuracy).to.equal(3 / 4);
      expect(macroF1).to.be.closeTo((2 / 3 + 4 / 5) / 2, 1e-12);
    }
  });

  it('has the mean of −log p of what is right, where the probabilities of a text sum to 1', async () => {
    const [right, wrong, all] = await Promise.all([
      table([row('aaa', 0)]),
      table([row('aaa', 1)]),
      table([row('aaa', 0), row('bbb', 1), row('aaa', 1), row('bbb', 1)]),
    ]);
    right.forEach(({ context, loss }) => {
      const other = wrong[context]!.loss;
      expect(Math.exp(-loss) + Math.exp(-other)).to.be.closeTo(1, 1e-9);
      // a and b have the same part in training, so that bbb is as clear as aaa
      expect(all[context]!.loss).to.be.closeTo((3 * loss + other) / 4, 1e-9);
    });
  });

  it('has an interval around the accuracy', async () => {
    const test = Array.from({ length: 40 }, (_, i) => row('aaa', Number(i % 4 === 0)));
    for (const { accuracy, interval } of await table(test)) {
      expect(accuracy).to.equal(0.75);
      expect(interval!.low).to.be.within(0.5, 0.75);
      expect(interval!.high).to.be.within(0.75, 1);
    }
  });

  it('stops when the pause throws', async () => {
    const message = await table([row('aaa', 0)], () => Promise.reject(new Error('stop'))).catch(
      (error: unknown) => (error as Error).message,
    );
    expect(message).to.equal('stop');
  });
});
