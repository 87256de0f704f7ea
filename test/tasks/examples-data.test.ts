import { expect } from 'chai';
import fc from 'fast-check';
import { createPlainMemory } from '../../src/core/memory.js';
import type { TaskData } from '../../src/core/snapshot.js';
import { createBatch, type Batch } from '../../src/data/batch.js';
import { arrayExamples, type Example } from '../../src/data/examples.js';
import { examplesData } from '../../src/tasks/examples-data.js';
import { createTask } from '../../src/tasks/index.js';

const example = (
  source: readonly number[],
  target: readonly number[],
  label = -1,
  vector: readonly number[] = [],
): Example => ({
  source: Int32Array.from(source),
  target: Int32Array.from(target),
  label,
  vector: Float32Array.from(vector),
});

const described: TaskData = {
  name: 'classify',
  from: ['a'],
  to: 'b',
  toTokens: 'chars',
  scaling: null,
  delay: 0,
  reverse: false,
  source: ['s', 't', 'u'],
  target: ['x', 'y', 'z'],
};

/** The only window of these rows, x, y, mask and what else there is, step by step. */
function windowOf(task: Partial<TaskData>, rows: readonly Example[]) {
  const own = createTask({ ...described, ...task });
  const parts = { train: arrayExamples(rows), validation: null, test: null };
  const data = examplesData(own, parts, { batch: rows.length, seed: 1 });
  const batch = createBatch(createPlainMemory(), data.T, data.B, data.parts);
  for (const ids of [batch.x, batch.y, batch.source?.x]) ids?.fill(9); // what a window before has left
  data.train.fill(0, batch, 0);
  return { batch, data, ...columnsOf(batch) };
}

/** What each row shows: [x, y] at each step, y where the mask shows it. */
function columnsOf({ x, y, mask, T, B, rows, source, starts }: Batch) {
  const column = (b: number, from: number, read: (at: number) => unknown) =>
    Array.from({ length: T - from }, (_, t) => read((t + from) * B + b));
  return {
    x: Array.from({ length: rows }, (_, b) => column(b, starts?.[b] ?? 0, (at) => x[at])),
    y: Array.from({ length: rows }, (_, b) => column(b, 0, (at) => (mask[at] ? y[at] : '-'))),
    source:
      source &&
      Array.from({ length: rows }, (_, b) =>
        Array.from(
          { length: source.T - source.starts[b]! },
          (_, t) => source.x[(t + source.starts[b]!) * B + b],
        ),
      ),
  };
}

describe('the tasks place', () => {
  it('classify: rows that end together, the label at their last step', () => {
    const { x, y, batch, data } = windowOf({}, [example([0, 1, 2], [], 2), example([1], [], 0)]);
    expect(x).to.have.deep.members([[1], [0, 1, 2]]);
    expect(y).to.have.deep.members([['-', '-', 0], ['-', '-', 2]]); // prettier-ignore
    expect(Array.from(batch.starts!).sort()).to.deep.equal([0, 2]);
    expect(batch).to.include({ T: 3, rows: 2, count: 2, symbols: 4 });
    expect(data.model).to.deep.equal({ vocabulary: 3, outputs: 3 });
  });

  it('tag: a tag for each symbol', () => {
    const { x, y, batch } = windowOf({ name: 'tag' }, [example([0, 1], [2, 1])]);
    expect([x, y, batch.count]).to.deep.equal([[[0, 1]], [[2, 1]], 2]);
  });

  it('tag: `delay` steps later, after as many symbols `end`', () => {
    const { x, y, data } = windowOf({ name: 'tag', delay: 2 }, [example([0, 1, 2], [2, 1, 0])]);
    expect([x, y]).to.deep.equal([[[0, 1, 2, 3, 3]], [['-', '-', 2, 1, 0]]]);
    expect(data.model).to.deep.equal({ vocabulary: 4, outputs: 3 });
  });

  it('generate from a label: the label, then the text; the text, then `end`', () => {
    const { x, y, data } = windowOf({ name: 'generate' }, [example([], [1, 0], 1)]);
    expect([x, y]).to.deep.equal([[[4, 1, 0]], [[1, 0, 3]]]);
    expect(data.model).to.deep.equal({ vocabulary: 6, outputs: 4 });
  });

  it('generate from numbers: `start`, and the vector of each row', () => {
    const rows = [example([], [1], -1, [0.5, 2]), example([], [2], -1, [-1, 3])];
    const { x, y, batch, data } = windowOf({ name: 'generate', from: ['p', 'q'], source: [] }, rows);
    expect(x.map(([first]) => first)).to.deep.equal([3, 3]);
    expect(y).to.have.deep.members([[1, 3], [2, 3]]); // prettier-ignore
    const vector = y[0]![0] === 1 ? [0.5, 2, -1, 3] : [-1, 3, 0.5, 2];
    expect(Array.from(batch.condition!)).to.deep.equal(vector);
    expect(data.model).to.deep.equal({ vocabulary: 4, outputs: 4, condition: 2 });
  });

  for (const reverse of [false, true]) {
    it(`translate: a source whose rows end together${reverse ? ', read backwards' : ''}; the target from \`start\` to \`end\``, () => {
      const rows = [example([0, 1, 2], [1]), example([2, 0], [0, 2, 2])];
      const { x, y, source, data } = windowOf({ name: 'translate', reverse }, rows);
      expect(source).to.have.deep.members(reverse ? [[2, 1, 0], [0, 2]] : [[0, 1, 2], [2, 0]]); // prettier-ignore
      expect(x.map((steps) => steps.slice(0, 2))).to.have.deep.members([[3, 1], [3, 0]]); // prettier-ignore
      expect(y).to.have.deep.members([[1, 3, '-', '-'], [0, 2, 2, 3]]); // prettier-ignore
      expect(data.model).to.deep.equal({ vocabulary: 4, sourceVocabulary: 3 });
    });
  }
});

/** Lengths as of the names of places: about 4 to 20, a few much longer. */
const namesLike = (count: number): Example[] =>
  Array.from({ length: count }, (_, i) => {
    const length =
      4 + Math.round(8 * (1 + Math.sin(i * 7.3)) * Math.abs(Math.sin(i * 1.7))) + (i % 50 === 0 ? 20 : 0);
    return example(
      Array.from({ length }, () => i % 3),
      [],
      i % 3,
    );
  });

describe('the windows of a table', () => {
  const task = createTask(described);
  const dataOf = (rows: readonly Example[], batch: number, seed = 1) =>
    examplesData(
      task,
      { train: arrayExamples(rows), validation: arrayExamples(rows), test: arrayExamples([]) },
      { batch, seed },
    );

  it('carry a symbol in at least 85 % of their steps, with lengths like those of names', () => {
    expect(dataOf(namesLike(5000), 50).occupancy).to.be.above(0.85);
    expect(dataOf(namesLike(1000), 20).occupancy).to.be.above(0.85);
  });

  it('show every row once an epoch, in another order each time, which depends on seed and epoch alone', () => {
    const rows = namesLike(537).map((row, i) => ({ ...row, label: i }));
    const labelsOf = (data: ReturnType<typeof dataOf>, part: 'train' | 'validation', epoch: number) => {
      const batch = createBatch(createPlainMemory(), data.T, data.B, data.parts);
      const labels: number[] = [];
      const windows = Array.from({ length: data[part]!.windows }, (_, i) => i);
      // resuming may ask for any window first
      for (const window of epoch % 2 ? windows.reverse() : windows) {
        data[part]!.fill(window, batch, epoch);
        const last = (batch.T - 1) * batch.B;
        const own = Array.from(batch.y.subarray(last, last + batch.rows));
        if (epoch % 2) labels.unshift(...own);
        else labels.push(...own);
      }
      return labels;
    };
    const all = rows.map((_, i) => i);
    const [data, again, other] = [dataOf(rows, 10), dataOf(rows, 10), dataOf(rows, 10, 2)];
    for (const epoch of [0, 1, 2]) {
      const labels = labelsOf(data, 'train', epoch);
      expect(labels.toSorted((a, b) => a - b)).to.deep.equal(all);
      expect(labelsOf(again, 'train', epoch)).to.deep.equal(labels);
      expect(labelsOf(other, 'train', epoch)).to.not.deep.equal(labels);
      expect(labelsOf(data, 'train', epoch + 1)).to.not.deep.equal(labels);
    }
    expect(labelsOf(data, 'validation', 0)).to.deep.equal(labelsOf(data, 'validation', 2));
    expect(data.train).to.include({ windows: 54, count: 537, rows: 537, continuous: false });
    expect(data.test).to.equal(null);
  });

  it('hold rows of similar length: none is longer than twice another, with few exceptions', () => {
    const data = dataOf(namesLike(5000), 50);
    const batch = createBatch(createPlainMemory(), data.T, data.B, data.parts);
    let uneven = 0;
    for (let window = 0; window < data.train.windows; window++) {
      data.train.fill(window, batch, 3);
      const shortest = batch.T - Math.max(...batch.starts!.subarray(0, batch.rows));
      if (batch.T > 2 * shortest) uneven += 1;
    }
    expect(uneven).to.be.at.most(4);
  });

  it('use fewer rows where the table has fewer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 60 }), (count, batch) => {
        const data = dataOf(namesLike(count), batch);
        expect(data.B).to.equal(Math.min(count, batch));
        expect(data.train.windows).to.equal(Math.ceil(count / data.B));
      }),
    );
  });

  it('are no longer planned when that is to stop', () => {
    const parts = { train: arrayExamples(namesLike(9)), validation: null, test: null };
    const check = () => {
      throw new Error('stop');
    };
    expect(() => examplesData(task, parts, { batch: 3, seed: 1, check })).to.throw('stop');
  });
});
