import { expect } from 'chai';
import { UserError } from '../../src/core/errors.js';
import { createRng } from '../../src/core/rng.js';
import type { ModelConfig, Snapshot, TaskData } from '../../src/core/snapshot.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/formats/checkpoint.js';
import { decodeSafetensors } from '../../src/formats/safetensors.js';
import { modelShapes } from '../../src/model/shapes.js';
import { createTask } from '../../src/tasks/index.js';
import { smallSnapshot } from '../helpers/snapshots.js';

const described: TaskData = {
  ...{ name: 'classify', from: ['name'], to: 'country', toTokens: 'chars', scaling: null },
  ...{ delay: 0, reverse: false, source: ['a', 'é', '𝄞'], target: ['Chile', 'Peru'] },
};
const tasks: Record<string, TaskData> = {
  classify: described,
  tag: { ...described, name: 'tag', delay: 3 },
  'generate from a label': { ...described, name: 'generate', source: ['x'], target: ['a', 'b'] },
  'generate from numbers': {
    ...{ ...described, name: 'generate', from: ['r', 'g'], source: [], target: ['a', 'b'] },
    scaling: { mean: [0.5, 2], deviation: [1, 0.25] },
  },
  translate: { ...described, name: 'translate', reverse: true, toTokens: 'words', target: ['AH', 'B'] },
};

function snapshotOf(task: TaskData): Snapshot {
  const model: ModelConfig = {
    ...{ cell: 'lstm', hidden: 3, layers: 2, embedding: 2, dropout: 0, recurrentBias: true },
    ...createTask(task).model,
  };
  const rng = createRng(1);
  const random = (shape: readonly number[]) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => rng.normal()),
  });
  const weights = new Map(modelShapes(model).map(({ name, shape }) => [name, random(shape)]));
  return { model, vocabulary: { tokens: 'chars', symbols: ['a', 'é', '𝄞'] }, task, weights };
}

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
  for (const [name, task] of Object.entries(tasks)) {
    it(`gives back exactly the snapshot that was encoded: ${name}`, () => {
      const snapshot = snapshotOf(task);
      expect(decodeCheckpoint(encodeCheckpoint(snapshot))).to.deep.equal(snapshot);
    });
  }

  it('is of version 2; that of a language model is of version 1, as before', () => {
    const versionOf = (snapshot: Snapshot) =>
      decodeSafetensors(encodeCheckpoint(snapshot)).metadata['version'];
    expect(versionOf(snapshotOf(described))).to.equal('2');
    expect(versionOf(smallSnapshot())).to.equal('1');
  });

  it('is refused when inputs or outputs are not those of its task', () => {
    const snapshot = snapshotOf(described);
    const other = (changes: Partial<TaskData>): Snapshot => ({
      ...snapshot,
      task: { ...described, ...changes },
    });
    expect(complaint(other({ target: ['Chile', 'Peru', 'Cuba'] }))).to.match(/task.*3 outputs.*2/);
    expect(complaint(other({ source: ['a'] }))).to.match(/task.*1 vocabulary.*3/);
    expect(complaint(other({ name: 'translate' }))).to.match(/task/);
    const tag = snapshotOf(tasks['tag']!);
    expect(complaint({ ...tag, task: { ...tag.task!, delay: 0 } })).to.match(/task.*3 vocabulary.*4/);
  });

  it('is refused when its task is none', () => {
    const snapshot = snapshotOf(described);
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
