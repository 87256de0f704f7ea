import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { arrayExamples } from '../../src/data/examples.js';
import { scoreTable } from '../../src/eval/score-table.js';
import { js } from '../../src/kernels/js/index.js';
import { outputsOf } from '../../src/model/shapes.js';
import type { Example } from '../../src/data/examples.js';
import type { TaskData } from '../../src/core/snapshot.js';
import { taskSnapshot } from '../helpers/snapshots.js';
import { answerLogits, randomRows, taskForms } from '../helpers/task-rows.js';

const setup = (batch: number) => ({ kernels: js, memory: createPlainMemory(), batch });

/** What is right at each prediction of a row. */
function truthOf({ name, target: { length: end } }: TaskData, { target, label }: Example): number[] {
  if (name === 'classify') return [label];
  return name === 'tag' ? [...target] : [...target, end];
}

describe('the scores of a table', () => {
  for (const [form, task] of Object.entries(taskForms)) {
    const snapshot = taskSnapshot(task);
    const rows = randomRows(task, 11);
    const examples = arrayExamples(rows.map(({ example }) => example));

    it(`${form}: are those of each row read alone`, async () => {
      const { nats, counts, predicted } = await scoreTable(snapshot, examples, setup(4));
      const O = outputsOf(snapshot.model);
      answerLogits(snapshot, rows).forEach((logits, row) => {
        const truth = truthOf(task, rows[row]!.example);
        let sum = 0;
        const best = truth.map((id, n) => {
          const values = logits.slice(n * O, (n + 1) * O);
          sum += Math.log(values.reduce((total, value) => total + Math.exp(value), 0)) - values[id]!;
          return values.indexOf(Math.max(...values));
        });
        expect(nats[row]).to.be.closeTo(sum, 1e-4);
        expect(counts[row]).to.equal(truth.length);
        expect([...predicted[row]!]).to.deep.equal(best);
      });
    });

    it(`${form}: do not depend on the rows beside them`, async () => {
      const [alone, together] = [
        await scoreTable(snapshot, examples, setup(1)),
        await scoreTable(snapshot, examples, setup(8)),
      ];
      expect([...together.nats]).to.deep.equal([...alone.nats]);
    });
  }

  it('report the share that is done, and stop when the pause throws', async () => {
    const task = taskForms['classify']!;
    const examples = arrayExamples(randomRows(task, 10).map(({ example }) => example));
    const shares: number[] = [];
    const pause = async (share: number) => void shares.push(share);
    await scoreTable(taskSnapshot(task), examples, { ...setup(4), pause });
    expect(shares).to.deep.equal([0.4, 0.8, 1]);
    const stopped = scoreTable(taskSnapshot(task), examples, {
      ...setup(4),
      pause: () => Promise.reject(new Error('stop')),
    });
    expect(await stopped.catch((error: unknown) => (error as Error).message)).to.equal('stop');
  });

  it('of no rows are none', async () => {
    const { nats } = await scoreTable(taskSnapshot(taskForms['classify']!), arrayExamples([]), setup(4));
    expect(nats).to.have.lengthOf(0);
  });
});
