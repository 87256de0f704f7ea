import { tmpdir } from 'node:os';
import { userError } from '../../core/errors.js';
import type { SeriesConfig } from '../../core/snapshot.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import { corpusOriginOf } from '../../runs/config.js';
import type { SeriesPart } from '../../tasks/forecast.js';
import type { NamedData, NamedOptions } from '../evaluation.js';
import { differenced } from './numbers.js';
import { openSeries } from './read.js';
import type { SeriesFile, SeriesOptions } from './series-file.js';

/** Rows of series, as values and as a network reads them. */
export interface SeriesData extends SeriesPart {
  /** The values that are in the file. */
  readonly file: SeriesFile;
  /** The same or, where changes are learned, the changes. */
  readonly read: SeriesFile;
  /** The numbers of the series. */
  readonly members: readonly number[];
  /** Rows of a season, where the run was told. */
  readonly season?: number | undefined;
  /** Of a run's own data: the part that it was neither trained nor validated on. */
  readonly test?: SeriesPart | undefined;
}

/** A file of series by the columns of a model. Throws usage/extra-argument, table/*, series/*, corpus/*. */
export async function openSeriesFor(
  model: ModelFile,
  [path, other]: readonly string[],
  { encoding, watch }: NamedOptions,
): Promise<NamedData<SeriesData>> {
  if (other !== undefined)
    throw userError('usage/extra-argument', { value: other, usage: 'char-rnn eval <model> <series.csv>' });
  const file = await openSeries(path!, {
    ...columnsOfModel(model),
    ...(encoding && { encoding }),
    workDirectory: tmpdir(),
    signal: watch.signal,
  });
  return {
    files: [path!],
    part: wholeSeries(file, model.snapshot.model.series!),
    unknown: 0,
    notes: [],
    close: file.close,
  };
}

/** All rows of a file. */
export function wholeSeries(file: SeriesFile, { difference }: Pick<SeriesConfig, 'difference'>): SeriesData {
  const read = difference ? differenced(file) : file;
  const { ranges } = read;
  return { file, read, ranges, begins: ranges.map(({ from }) => from), members: ranges.map((_, i) => i) };
}

/** How a file for a model is read: by its columns, delimited and grouped as in training. */
export function columnsOfModel({ file, snapshot }: ModelFile): Omit<SeriesOptions, 'workDirectory'> {
  const { inputs, targets, date } = snapshot.model.series!;
  const corpus = corpusOriginOf(snapshot.training, file);
  const origin = corpus?.series;
  const isForecast = targets.length > 0;
  return {
    encoding: corpus?.encoding,
    delimiter: origin?.delimiter,
    header: origin?.header,
    by: origin?.by,
    wide: origin?.wide,
    date: date ?? null,
    from: origin?.wide ? origin.from : inputs.map(({ name }) => name),
    ...(isForecast ? { to: targets.map(({ name }) => name) } : { label: origin?.to?.[0] }),
  };
}
