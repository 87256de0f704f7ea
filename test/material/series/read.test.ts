import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../src/core/errors.js';
import { advance, fieldsOf, formatDate, formatStep, parseDate } from '../../../src/material/series/dates.js';
import { differenced, measureColumns, numberRows, trendOf } from '../../../src/material/series/numbers.js';
import { openSeries } from '../../../src/material/series/read.js';
import type { SeriesFile, SeriesOptions } from '../../../src/material/series/series-file.js';
import { noteOnSteps } from '../../../src/material/series/steps.js';

let folder: string;
let open: SeriesFile[] = [];

async function read(text: string, options: Partial<SeriesOptions> = {}): Promise<SeriesFile> {
  const file = join(folder, 'series.csv');
  writeFileSync(file, text);
  const opened = await openSeries(file, { workDirectory: folder, ...options });
  open.push(opened);
  return opened;
}

async function refusal(text: string, options: Partial<SeriesOptions> = {}) {
  try {
    await read(text, options);
  } catch (error) {
    if (error instanceof UserError) return { code: error.code, ...error.fields, file: undefined };
    throw error;
  }
  throw new Error('it was read');
}

const rowsOf = (file: SeriesFile) =>
  Array.from({ length: file.rows }, (_, row) => {
    const into = new Float64Array(file.width);
    file.read(row, into);
    return [...into.subarray(0, file.columns.numbers.length)];
  });

describe('a file of series', () => {
  before(() => (folder = mkdtempSync(join(tmpdir(), 'series-'))));
  afterEach(() => {
    open.forEach((file) => file.close());
    open = [];
  });
  after(() => rmSync(folder, { recursive: true }));

  it('is read by its columns of numbers, the first column of dates aside', async () => {
    const file = await read('date,city,load,wind\n2024-01-01,A,1.5,2\n2024-01-02,A,2.5,3\n');
    expect(file.columns.inputs).to.deep.equal(['load', 'wind']);
    expect(file.columns.targets).to.deep.equal(['load', 'wind']);
    expect(file.columns.date?.name).to.equal('date');
    expect(rowsOf(file)).to.deep.equal([[1.5, 2], [2.5, 3]]); // prettier-ignore
    expect(file.ranges).to.deep.equal([{ from: 0, to: 2 }]);
  });

  it('is read by the columns that are named, targets that are no inputs after the others', async () => {
    const file = await read('a,b,c\n1,2,3\n4,5,6\n', { from: ['c'], to: ['a'] });
    expect(file.columns.numbers).to.deep.equal(['c', 'a']);
    expect(rowsOf(file)).to.deep.equal([[3, 1], [6, 4]]); // prettier-ignore
  });

  it('may hold several series whose rows are mixed, which are read one after the other', async () => {
    const text = 'id,t,v\nb,2024-01-01,1\na,2024-01-01,10\nb,2024-01-02,2\na,2024-01-02,20\nb,2024-01-03,3\n';
    const file = await read(text, { by: 'id' });
    expect(file.names).to.deep.equal(['b', 'a']);
    expect(file.ranges).to.deep.equal([{ from: 0, to: 3 }, { from: 3, to: 5 }]); // prettier-ignore
    expect(rowsOf(file).flat()).to.deep.equal([1, 2, 3, 10, 20]);
  });

  it('may hold a series in each row', async () => {
    const file = await read('label,t1,t2,t3\nup,1,2,3\ndown,3,2,1\n', { wide: true, label: 'label' });
    expect(file.columns.inputs).to.deep.equal(['value']);
    expect(rowsOf(file).flat()).to.deep.equal([1, 2, 3, 3, 2, 1]);
    expect(file.labels).to.deep.equal({ names: ['down', 'up'], of: [1, 0] });
    expect(file.ranges).to.have.lengthOf(2);
  });

  it('is refused by row and column', async () => {
    const cases: [text: string, options: Partial<SeriesOptions>, expected: object][] = [
      ['a,b\n1,2\n3,x\n', {}, { code: 'table/number', row: 3, column: '"b"', value: '"x"' }],
      ['a,b\n1,2\n3,Infinity\n', {}, { code: 'table/number', row: 3, column: '"b"' }],
      ['a,b\n1,2\n3,1e999\n', {}, { code: 'table/number', row: 3, column: '"b"' }],
      ['a,b\n1,2\n3,\n', {}, { code: 'table/empty-cell', row: 3, column: '"b"' }],
      ['a,b\n1,2\n3\n', {}, { code: 'table/width', row: 3, cells: 1, columns: 2 }],
      ['a,b\n1,2\n', { to: ['c'] }, { code: 'table/no-column', column: '"c"' }],
      ['a,b\nx,y\n', {}, { code: 'series/no-numbers' }],
      ['d,v\n2024-01-02,1\n2024-01-01,2\n', {}, { code: 'series/order', row: 3, value: '2024-01-01' }],
      ['d,v\n2024-01-02,1\n2024-01-02,2\n', {}, { code: 'series/order', row: 3 }],
      ['d,v\n2024-01-02,1\nsoon,2\n', {}, { code: 'series/date', row: 3, value: '"soon"' }],
      ['id,l,v\na,x,1\na,y,2\n', { by: 'id', label: 'l' }, { code: 'series/label', row: 3 }],
      ['l,t1,t2\nx,1,2\ny,1\n', { wide: true, label: 'l' }, { code: 'table/width', row: 3 }],
    ];
    for (const [text, options, expected] of cases)
      expect(await refusal(text, options), text).to.deep.include(expected);
  });

  it('reports steps that are not equally long', async () => {
    const days = ['01', '02', '03', '06', '07'].map((day) => `2024-01-${day},1`);
    const file = await read(`d,v\n${days.join('\n')}\n`);
    expect(file.dates).to.deep.include({ step: { time: 86_400_000 }, gaps: 1, shorter: 0 });
    expect(noteOnSteps('d', file.dates)[0]).to.contain(
      '1 of 4 are longer (gaps); the longest, 3 days, leads to row 5',
    );
    const months = await read('d,v\n2024-01-31,1\n2024-02-29,2\n2024-03-31,3\n2024-04-30,3\n');
    expect(months.dates).to.deep.include({ step: { months: 1 }, gaps: 0, shorter: 0 });
  });

  it('has another digest when a number, a date or a series is another', async () => {
    const texts = ['id,d,v\na,2024-01-01,1\n', 'id,d,v\na,2024-01-01,2\n', 'id,d,v\na,2024-01-02,1\n', 'id,d,v\nb,2024-01-01,1\n']; // prettier-ignore
    const digests: string[] = [];
    for (const text of texts) digests.push((await read(text, { by: 'id' })).digest);
    expect(new Set(digests).size).to.equal(texts.length);
    expect((await read(texts[0]!, { by: 'id' })).digest).to.equal(digests[0]);
  });

  it('is standardized in 64 bits: numbers that are one in 32 bits stay different', async () => {
    const values = [1_700_000_000, 1_700_000_060, 1_700_000_120, 1_700_000_180];
    const file = await read(`v\n${values.join('\n')}\n`);
    const { v } = Object.fromEntries(measureColumns(file, file.ranges));
    expect(v!.mean).to.equal(1_700_000_090);
    const rows = numberRows(file, {
      inputs: [v!],
      calendar: [],
      targets: [],
      loss: 'gaussian',
      difference: false,
    });
    const read4 = values.map((_, row) => {
      const into = new Float32Array(1);
      rows.readInputs(row, into);
      return into[0]!;
    });
    read4.forEach((value, i) => expect(value).to.be.closeTo((i - 1.5) / Math.sqrt(1.25), 1e-6));
  });

  it('has a trend where a straight line explains it, and its changes have none', async () => {
    const line = await read(`v\n${Array.from({ length: 50 }, (_, t) => 3 * t + (t % 5)).join('\n')}\n`);
    expect(trendOf(line, line.ranges)).to.be.above(0.99);
    const changes = differenced(line);
    expect(changes.ranges).to.deep.equal([{ from: 1, to: 50 }]);
    const into = new Float64Array(1);
    changes.read(4, into);
    expect(into[0]).to.equal(4);
    const wave = await read(`v\n${Array.from({ length: 48 }, (_, t) => Math.sin(t / 2)).join('\n')}\n`);
    expect(trendOf(wave, wave.ranges)).to.be.below(0.1);
  });
});

describe('dates', () => {
  it('are read in the usual forms, and nothing else is one', () => {
    const day = Date.UTC(2024, 2, 1);
    for (const text of ['2024-03-01', '2024/3/1', 'Mar 1 2024', 'March 1, 2024', '2024-03', ' 2024-03-01 '])
      expect(parseDate(text), text).to.equal(day);
    expect(parseDate('2024-03-01 14:30')).to.equal(day + 14.5 * 3_600_000);
    expect(parseDate('2024-03-01T14:30:05Z')).to.equal(day + 14.5 * 3_600_000 + 5000);
    expect(parseDate('2024-03-01T01:00+01:00')).to.equal(day);
    for (const text of [
      '',
      '2024',
      '20240301',
      '2024-13-01',
      '2024-02-30',
      '3.5',
      'Foo 1 2024',
      '12:30',
      '0050-01-01',
    ])
      expect(parseDate(text), text).to.equal(undefined);
  });

  it('advance by months to the last day where a month has no such day, and over years', () => {
    const day = (text: string) => parseDate(text)!;
    expect(formatDate(advance(day('2024-01-31'), { months: 1 }, 1))).to.equal('2024-02-29');
    expect(formatDate(advance(day('2023-11-15'), { months: 1 }, 3))).to.equal('2024-02-15');
    expect(formatDate(advance(day('1958-03-01'), { months: 12 }, 50))).to.equal('2008-03-01');
    expect(formatDate(advance(day('2024-01-01 23:00'), { time: 3_600_000 }, 2))).to.equal(
      '2024-01-02T01:00:00',
    );
  });

  it('say which fields of the calendar matter at a step', () => {
    expect(fieldsOf({ time: 3_600_000 })).to.deep.equal(['hour', 'weekday', 'month']);
    expect(fieldsOf({ time: 86_400_000 })).to.deep.equal(['weekday', 'month']);
    expect(fieldsOf({ months: 1 })).to.deep.equal(['month']);
    expect(fieldsOf({ months: 12 })).to.deep.equal([]);
    expect(formatStep({ months: 12 })).to.equal('1 year');
    expect(formatStep({ time: 900_000 })).to.equal('15 minutes');
  });
});
