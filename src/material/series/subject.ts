import { tmpdir } from 'node:os';
import { userError } from '../../core/errors.js';
import { WINDOW, type InspectedData } from '../../inspect/forward/subject.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import type { SeriesConfig } from '../../core/snapshot.js';
import type { SubjectOptions } from '../material.js';
import { fieldsOf, writeCalendar } from './dates.js';
import { columnsOfModel, wholeSeries, type SeriesData } from './for-model.js';
import { numberRows } from './numbers.js';
import { openSeries } from './read.js';

/** A file of series that a network reads. Throws usage/extra-argument, table/*, series/*. */
export async function namedSeries(
  [path, other]: readonly string[],
  model: ModelFile,
  how: SubjectOptions,
): Promise<InspectedData> {
  if (other !== undefined)
    throw userError('usage/extra-argument', { value: other, usage: 'char-rnn inspect <model> <series.csv>' });
  const file = await openSeries(path!, {
    ...columnsOfModel(model),
    ...(how.encoding && { encoding: how.encoding }),
    workDirectory: tmpdir(),
    signal: how.watch.signal,
  });
  const config = model.snapshot.model.series!;
  return subjectOf(wholeSeries(file, config), config, how);
}

/** Series with what their cells may track. */
export function subjectOf(
  { file, read, ranges, begins }: SeriesData,
  config: SeriesConfig,
  { memory }: Pick<SubjectOptions, 'memory'>,
): InspectedData {
  const rows = numberRows(read, config);
  const { columns, dates, width } = file;
  const { numbers } = columns;
  const fields = columns.date && dates ? fieldsOf(dates.step) : [];
  const [row, before] = [new Float64Array(width), new Float64Array(width)];
  const first = new Set(file.ranges.map(({ from }) => from));
  const D = numbers.length;
  return {
    series: {
      name: file.file,
      rows,
      // a part is read from the beginning of its series
      ranges: ranges.map(({ from, to }, i) => ({ from: Math.max(begins[i]!, from - WINDOW.T), to })),
      data: memory.floats(WINDOW.T * rows.width),
      signals: [
        ...numbers,
        ...numbers.map((name) => `change of ${name}`),
        ...fields.flatMap((field) => [`${field} (sine)`, `${field} (cosine)`]),
      ],
      readSignals(number, into) {
        file.read(number, row);
        if (first.has(number)) before.set(row);
        else file.read(number - 1, before);
        for (let d = 0; d < D; d++) {
          into[d] = row[d]!;
          into[D + d] = row[d]! - before[d]!;
        }
        if (fields.length > 0) writeCalendar(row[D]!, fields, into, 2 * D);
      },
    },
  };
}
