import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableExamples } from '../../../src/material/table/examples.js';
import { balancedWeights } from '../../../src/material/table/labels.js';
import { collapsedColumns, measureScaling } from '../../../src/material/table/scaling.js';
import { openTable } from '../../../src/material/table/table.js';
import type { TableOptions } from '../../../src/material/table/writer.js';

describe('the examples of a table', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'examples-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  function open(content: string, options: TableOptions) {
    writeFileSync(join(directory, 'a.csv'), content);
    return openTable(join(directory, 'a.csv'), { workDirectory: directory, ...options });
  }
  const rows = (...of: number[]) => ({ length: of.length, at: (place: number) => of[place]! });

  it('have a source and a label for classify, in the order of the rows that are asked for', async () => {
    const table = await open('x,y\nab,p\nb,q\na,p\n', { source: 'chars', target: 'label' });
    const examples = tableExamples(table, rows(2, 0));
    expect(examples.count).to.equal(2);
    expect(examples.read(1)).to.deep.equal({
      source: Int32Array.of(0, 1),
      target: new Int32Array(0),
      label: 0,
      vector: new Float32Array(0),
    });
    expect([examples.sourceLength(0), examples.targetLength(0)]).to.deep.equal([1, 0]);
    expect(tableExamples(table).count).to.equal(3);
    table.close();
  });

  it('have a source and a target for tag and translate, a label and a target for generate', async () => {
    const pairs = await open('x,y\nab,pq\nb,q\n', { source: 'chars', target: 'chars' });
    expect(tableExamples(pairs).read(0)).to.deep.include({
      source: Int32Array.of(0, 1),
      target: Int32Array.of(0, 1),
      label: -1,
    });
    pairs.close();
    const labels = await open('x,y\nq,ab\np,b\n', { source: 'label', target: 'chars' });
    expect(tableExamples(labels).read(0)).to.deep.include({ source: new Int32Array(0), label: 1 });
    expect(tableExamples(labels).sourceLength(0)).to.equal(0);
    labels.close();
  });

  it('have scaled numbers', async () => {
    const table = await open('a,b,y\n1,7,p\n3,7,q\n100,7,r\n', {
      source: 'numbers',
      target: 'chars',
      from: ['a', 'b'],
    });
    const scaling = measureScaling(table, rows(0, 1));
    expect(scaling).to.deep.equal({ mean: [2, 7], deviation: [1, 1] });
    expect([...tableExamples(table, rows(1), { scaling }).read(0).vector]).to.deep.equal([1, 0]);
    expect([...tableExamples(table).read(2).vector]).to.deep.equal([100, 7]);
    table.close();
  });

  it('have numbers that are standardized in 64 bits, before they are rounded to 32', async () => {
    const seconds = [0, 0.25, 1, 60, 3600];
    const at = (offset: number) =>
      open(`t,y\n${seconds.map((s) => `${offset + s},p\n`).join('')}`, {
        source: 'numbers',
        target: 'chars',
      });
    const [near, far] = [await at(0), await at(1.7e9)];
    const vectors = [near, far].map((table) => {
      const all = rows(0, 1, 2, 3, 4);
      const scaling = measureScaling(table, all);
      const examples = tableExamples(table, all, { scaling });
      return seconds.map((_, i) => examples.read(i).vector[0]!);
    });
    vectors[0]!.forEach((value, i) => expect(vectors[1]![i]).closeTo(value, 1e-6));
    expect(new Set(vectors[1])).length(seconds.length);
    expect(far.hash(0)).not.deep.equal(far.hash(1));
    near.close();
    far.close();
  });

  it('name the columns in which distinct numbers become equal', async () => {
    const lines = Array.from({ length: 50 }, (_, i) => `${1.7e9 + i},${i === 0 ? 1e30 : i},7,p\n`);
    const table = await open(`time,outlier,constant,y\n${lines.join('')}`, {
      source: 'numbers',
      target: 'chars',
      from: ['time', 'outlier', 'constant'],
      to: 'y',
    });
    const all = { length: 50, at: (place: number) => place };
    expect(collapsedColumns(table, all, measureScaling(table, all))).deep.equal([
      { column: 'outlier', before: 50, after: 2 },
      { column: 'constant', before: 1, after: 1 },
    ]);
    table.close();
  });

  it('weigh so that all labels together weigh alike, by the rows of training', async () => {
    const table = await open('x,y\na,p\nb,q\na,p\na,p\nb,r\n', { source: 'chars', target: 'label' });
    const train = rows(0, 1, 2, 3);
    const weights = balancedWeights(table, train);
    // as sklearn.utils.class_weight.compute_class_weight('balanced', classes=[0, 1], y=[0, 1, 0, 0])
    expect([...weights]).deep.equal([4 / 6, 2, 0]);
    const examples = tableExamples(table, train, { weights });
    expect([0, 1, 2].map((i) => examples.read(i).weight)).deep.equal([4 / 6, 2, 4 / 6]);
    table.close();
  });

  it('are no longer measured when that is to stop', async () => {
    const table = await open('a,b,y\n1,7,p\n3,7,q\n', {
      source: 'numbers',
      target: 'chars',
      from: ['a', 'b'],
    });
    const check = () => {
      throw new Error('stop');
    };
    expect(() => measureScaling(table, rows(0, 1), check)).to.throw('stop');
    table.close();
  });
});
