import { expect } from 'chai';
import { UserError } from '../../../src/core/errors.js';
import type { Snapshot, TaskData } from '../../../src/core/snapshot.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/formats/checkpoint/checkpoint.js';
import { smallTasks, taskSnapshot } from '../../helpers/snapshots.js';

const described = smallTasks['classify']!;

/** What is said of a checkpoint whose snapshot is not what a training would leave. */
function complaint(snapshot: Snapshot): string {
  try {
    decodeCheckpoint(encodeCheckpoint(snapshot), 'x');
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'nothing';
}

describe('a checkpoint of a network on the rows of a table', () => {
  for (const [name, task] of Object.entries(smallTasks)) {
    it(`gives back exactly the snapshot that was encoded: ${name}`, () => {
      const snapshot = taskSnapshot(task);
      expect(decodeCheckpoint(encodeCheckpoint(snapshot))).to.deep.equal(snapshot);
    });
  }

  for (const [name, data] of Object.entries(smallTasks)) {
    it(`is refused without its task: ${name}`, () => {
      const { task: _, ...rest } = taskSnapshot(data);
      expect(complaint(rest)).to.match(/^checkpoint\/field/);
    });
  }

  it('is refused when inputs or outputs are not those of its task', () => {
    const snapshot = taskSnapshot(described);
    const other = (changes: Partial<TaskData>): Snapshot => ({
      ...snapshot,
      task: { ...described, ...changes },
    });
    expect(complaint(other({ target: ['Chile', 'Peru', 'Cuba'] }))).to.match(/task.*3 outputs.*2/);
    expect(complaint(other({ source: ['a'] }))).to.match(/task.*1 vocabulary.*3/);
    expect(complaint(other({ name: 'translate' }))).to.match(/task/);
    const tag = taskSnapshot(smallTasks['tag']!);
    expect(complaint({ ...tag, task: { ...tag.task!, delay: 0 } })).to.match(/task.*3 vocabulary.*4/);
  });

  it('is refused when its task is invalid', () => {
    const snapshot = taskSnapshot(described);
    const broken: Partial<Record<keyof TaskData, unknown>>[] = [
      { name: 'sing' },
      { source: ['a', 'a', '𝄞'] },
      { target: [] },
      { delay: -1 },
      { delay: 1e9 },
      { from: [] },
      { scaling: { mean: [1, 2], deviation: [1] } },
      { scaling: { mean: [1], deviation: [] } },
      { toTokens: 'bytes' },
    ];
    for (const change of broken) {
      const task = { ...described, ...change } as TaskData;
      expect(complaint({ ...snapshot, task }), JSON.stringify(change)).to.match(/checkpoint\/field/);
    }
  });
});
