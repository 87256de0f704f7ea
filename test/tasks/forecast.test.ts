import { expect } from 'chai';
import fc from 'fast-check';
import { createPlainMemory } from '../../src/core/memory.js';
import { createBatch } from '../../src/data/batch.js';
import { indexNumbers, NO_ROW } from '../../src/data/number-rows.js';
import type { DataPart, TrainData } from '../../src/data/train-data.js';
import { forecastData, type RowRange, type SeriesPart } from '../../src/tasks/forecast.js';

const part = (...ranges: [from: number, to: number, begin?: number][]): SeriesPart => ({
  ranges: ranges.map(([from, to]): RowRange => ({ from, to })),
  begins: ranges.map(([from, , begin = from]) => begin),
});

const shape = { seq: 4, batch: 3, targets: 2, outputs: 4 };

/** What each batch row reads and is to predict, window by window: `x→y`, with `·` where it does not count. */
function readAll(data: TrainData, of: DataPart) {
  const memory = createPlainMemory(Float32Array);
  const batch = createBatch(memory, data.T, data.B, data.parts);
  const seen: { x: number; y: number; counts: boolean; fresh: boolean; b: number }[] = [];
  let count = 0;
  for (let window = 0; window < of.windows; window++) {
    of.fill(window, batch, 0);
    count += batch.count;
    for (let t = 0; t < batch.T; t++) {
      for (let b = 0; b < data.B; b++) {
        const at = t * data.B + b;
        if (t < batch.starts![b]! || batch.x[at] === NO_ROW) {
          expect(batch.mask[at]).to.equal(0);
          continue;
        }
        const fresh = batch.starts![b] === 1 && t === 1;
        seen.push({ x: batch.x[at]!, y: batch.y[at]!, counts: batch.mask[at] === 1, fresh, b });
      }
    }
  }
  return { seen, count };
}

describe('the data of a forecast', () => {
  it('predict each row of a part once, but the first of a series, from the row before it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2, max: 60 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 1, max: 6 }),
        (lengths, seq, batch) => {
          let from = 0;
          const ranges = lengths.map((length): [number, number] => [from, (from += length)]);
          const data = forecastData(
            { train: part(...ranges), validation: null, test: null },
            { ...shape, seq, batch },
          );
          const { seen, count } = readAll(data, data.train);
          const predicted = seen.filter(({ counts }) => counts).map(({ y }) => y);
          const expected = ranges.flatMap(([first, to]) =>
            Array.from({ length: to - first - 1 }, (_, i) => first + 1 + i),
          );
          expect([...predicted].sort((a, b) => a - b)).to.deep.equal(expected);
          for (const { x, y } of seen) expect(y).to.equal(x + 1);
          expect(count)
            .to.equal(2 * expected.length)
            .and.to.equal(data.train.count);
        },
      ),
    );
  });

  it('read the rows of a piece in order, from a state of zeros', () => {
    const data = forecastData({ train: part([0, 50]), validation: null, test: null }, shape);
    const { seen } = readAll(data, data.train);
    for (let b = 0; b < data.B; b++) {
      const lane = seen.filter((one) => one.b === b);
      lane.forEach(({ x, fresh }, i) => {
        if (!fresh) expect(x).to.equal(lane[i - 1]!.x + 1);
      });
      expect(lane[0]!.fresh).to.equal(true);
    }
    expect(data.B).to.equal(3);
  });

  it('warm the network up on rows before a part that is held out, without counting them', () => {
    const data = forecastData(
      { train: part([0, 80]), validation: part([80, 90, 0]), test: part([90, 100, 0]) },
      shape,
    );
    const { seen } = readAll(data, data.validation!);
    expect(seen[0]!.x).to.equal(80 - 2 * shape.seq);
    expect(seen.filter(({ counts }) => counts).map(({ y }) => y)).to.deep.equal([
      80, 81, 82, 83, 84, 85, 86, 87, 88, 89,
    ]);
    expect(data.validation!.count).to.equal(20);
  });

  it('index the rows of one window, and zeros where nothing is read', () => {
    const memory = createPlainMemory(Float32Array);
    const plain = forecastData(
      { train: part([0, 30]), validation: null, test: null },
      { ...shape, batch: 2 },
    );
    const rows = {
      width: 2,
      targets: 2,
      readInputs: (row: number, into: { set(values: number[]): void }) => into.set([row, 2 * row + 1]),
      readTargets: (row: number, into: { set(values: number[]): void }) => into.set([10 * row, row]),
    };
    const data = indexNumbers(plain, rows, memory);
    const [batch, names] = [0, 1].map(() => createBatch(memory, data.T, data.B, data.parts));
    for (let window = 0; window < data.train.windows; window++) {
      data.train.fill(window, batch!, 0);
      plain.train.fill(window, names!, 0);
      for (let place = 0; place < data.T * data.B; place++) {
        const row = names!.x[place]!;
        expect(batch!.x[place]).to.equal(place);
        const isRead = row !== NO_ROW;
        expect([...data.indexed!.data.subarray(2 * place, 2 * place + 2)]).to.deep.equal(
          isRead ? [row, 2 * row + 1] : [0, 0],
        );
        if (batch!.mask[place] === 1)
          expect(data.indexed!.targets![2 * batch!.y[place]!]).to.equal(10 * names!.y[place]!);
      }
    }
  });
});
