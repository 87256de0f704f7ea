import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import type { TaskData } from '../../src/core/snapshot.js';
import { js } from '../../src/kernels/js/index.js';
import { copyTensors, createModel } from '../../src/model/language-model.js';
import { transferTask } from '../../src/model/transfer.js';
import { createTask } from '../../src/tasks/index.js';
import { networkSymbols } from '../../src/tasks/network-symbols.js';
import { expectClose } from '../helpers/expect-close.js';
import { taskSnapshot } from '../helpers/snapshots.js';
import { answerLogits, randomRows, taskForms } from '../helpers/task-rows.js';

describe('a network initialized from one of the same task (--init-from)', () => {
  for (const [name, task] of Object.entries(taskForms)) {
    for (const embedding of [0, 3]) {
      it(`answers as that one does, whatever the ids of its symbols: ${name}, ${embedding ? 'embedding' : 'one-hot'}`, () => {
        const theirs = taskSnapshot(task, { embedding });
        const data: TaskData = {
          ...task,
          source: task.source.toReversed(),
          target: [...task.target.toReversed(), 'new'],
        };
        const config = { ...theirs.model, ...createTask(data).model };
        const setup = { kernels: js, memory: createPlainMemory(), T: 1, B: 1, training: false };
        const { params } = createModel(config, setup);
        const names = { theirs: networkSymbols(task), ours: networkSymbols(data) };
        transferTask(theirs.weights, params, names);
        const ours = { ...theirs, model: config, task: data, weights: copyTensors(params) };
        const rows = randomRows(task, 4);
        const [S, V] = [task.source.length, task.target.length];
        const renamed = rows.map(({ cells, example }) => ({
          cells,
          example: {
            ...example,
            source: example.source.map((id) => S - 1 - id),
            target: example.target.map((id) => V - 1 - id),
            label: (task.name === 'classify' ? V : S) - 1 - example.label,
          },
        }));
        const expected = answerLogits(theirs, rows);
        const O = names.theirs.outputs.length;
        const own = names.ours.outputs.length;
        const actual = answerLogits(ours, renamed);
        expect(actual).to.have.length(expected.length);
        actual.forEach((logits, row) => {
          const places = names.theirs.outputs.map((symbol) => names.ours.outputs.indexOf(symbol));
          const found = Array.from({ length: logits.length / own }, (_, t) =>
            places.map((place) => logits[t * own + place]!),
          ).flat();
          expect(found).to.have.length((expected[row]!.length / O) * O);
          expectClose(found, expected[row]!, 1e-5, 1e-6);
        });
      });
    }
  }
});
