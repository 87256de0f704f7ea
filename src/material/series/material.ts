import { resolve } from 'node:path';
import { userError } from '../../core/errors.js';
import { count } from '../../core/format.js';
import { quote } from '../../core/quote.js';
import type { SeriesConfig } from '../../core/snapshot.js';
import { indexNumbers } from '../../data/number-rows.js';
import type { CorpusOrigin, SeriesOrigin } from '../../runs/config.js';
import { labelSeries } from '../../tasks/label-series.js';
import { forecastData } from '../../tasks/forecast.js';
import { createVocabulary } from '../../text/vocabulary.js';
import type { TrainOptions } from '../../train/options.js';
import type { Fact } from '../../core/result.js';
import type { Material, Opened, OpenOptions, PartName } from '../material.js';
import type { DataRequest } from '../request.js';
import { answerSeries } from './answer.js';
import { fieldsOf, formatStep } from './dates.js';
import { answerForecasts } from './forecast.js';
import { seriesKind } from './kind.js';
import { differenced, measureColumns, numberRows, trendOf } from './numbers.js';
import { openSeriesFor, type SeriesData } from './for-model.js';
import { divideSeries, type Parts } from './parts.js';
import { namedSeries, subjectOf } from './subject.js';
import { openSeries } from './read.js';
import type { SeriesFile } from './series-file.js';
import { scoreForecasts } from './score-forecasts.js';
import { scoreLabels } from './score-labels.js';
import { noteOnSteps } from './steps.js';

/** Series that are open: their parts can be read again. */
export interface OpenedSeries extends Opened {
  readonly series: SeriesFile;
  readonly config: SeriesConfig;
  part(name: PartName): SeriesData;
}

/** A CSV or TSV file of series: rows in time order, or with --wide a series in each row. */
export const series: Material<OpenedSeries, SeriesData> = {
  ...seriesKind,
  answer: (model, asked) =>
    model.snapshot.model.series!.targets.length > 0
      ? answerForecasts(model, asked)
      : answerSeries(model, asked),
  openFor: openSeriesFor,
  subject: namedSeries,
  score: (model, data, how) =>
    model.snapshot.model.series!.targets.length > 0
      ? scoreForecasts(model, data.part, how)
      : scoreLabels(model, data.part, how),
  async open(request, how) {
    const asked = request.series!;
    const [file, other] = request.files as [string, string?];
    if (other !== undefined)
      throw userError('usage/extra-argument', { value: other, usage: 'char-rnn train <series.csv>' });
    const read = await openSeries(file, { ...request, ...columnsOf(asked), ...readOf(asked, how) });
    try {
      return describe(read, request, asked, how);
    } catch (error) {
      read.close();
      throw error;
    }
  },
};

/** The columns that are asked for. */
function columnsOf({ task, from, to, by, date }: SeriesOrigin) {
  const isForecast = task === 'forecast';
  return { from, to: isForecast ? to : undefined, label: isForecast ? undefined : to![0]!, by, date };
}

const readOf = ({ wide, delimiter, header }: SeriesOrigin, { workDirectory, watch }: OpenOptions) => ({
  wide,
  delimiter,
  header,
  workDirectory,
  signal: watch.signal,
});

function describe(
  file: SeriesFile,
  request: DataRequest,
  asked: SeriesOrigin,
  { options, watch }: OpenOptions,
): OpenedSeries {
  const { columns, labels } = file;
  const { check } = watch;
  const isForecast = asked.task === 'forecast';
  const inTime = isForecast && asked.by === undefined;
  const difference =
    asked.difference === 'auto'
      ? trendOf(file, divideSeries(file, options, inTime).train.ranges, check) > TREND
      : asked.difference;
  const read = difference ? differenced(file) : file;
  const parts = divideSeries(read, options, inTime);
  const measured = measureColumns(read, parts.train.ranges, check);
  const config = configOf(read, { ...asked, difference }, measured);
  const origin = originOf(read, request, { ...asked, difference }, config);
  if (!isForecast && labels.names.length < 2)
    throw userError('table/one-label', {
      file: read.file,
      column: quote(asked.to![0]!),
      label: quote(labels.names[0]!),
    });
  const partOf = (name: PartName): SeriesData => ({
    file,
    read,
    season: asked.season,
    test: parts.test,
    ...parts[name],
  });
  return {
    series: file,
    config,
    origin,
    files: request.files,
    close: file.close,
    name: seriesKind.nameOf(request.files),
    vocabulary: createVocabulary({ tokens: 'chars', symbols: [] }),
    ...(!isForecast && { labels: labels.names }),
    notes: read.columns.date ? noteOnSteps(read.columns.date.name, read.dates) : [],
    facts: () => factsOf(read, config, seriesKind.nameOf(request.files), columns.label?.name),
    complete: (options) => ({ ...options, model: { ...options.model, embedding: 0, series: config } }),
    part: partOf,
    subject: (name, how) => subjectOf(partOf(name), config, how),
    data(options, memory) {
      const rows = numberRows(read, config);
      const data = isForecast
        ? forecastOf(read, parts, config, options)
        : labelSeries(read, parts, { ...options, check });
      return indexNumbers(data, rows, memory);
    },
  };
}

/** The share of the variance that a straight line explains from which on changes are learned. */
const TREND = 1 / 3;

/** Throws series/no-date. */
function configOf(
  { file, columns, dates }: SeriesFile,
  { calendar, loss, difference }: SeriesOrigin & { readonly difference: boolean },
  measured: ReturnType<typeof measureColumns>,
): SeriesConfig {
  if (calendar && !columns.date) throw userError('series/no-date', { file });
  const described = (names: readonly string[]) => names.map((name) => measured.get(name)!);
  return {
    inputs: described(columns.inputs),
    calendar: calendar && dates ? fieldsOf(dates.step) : [],
    targets: described(columns.targets),
    loss,
    difference,
    ...(columns.date && { date: columns.date.name }),
  };
}

function originOf(
  { columns, digest, rows }: SeriesFile,
  request: DataRequest,
  asked: SeriesOrigin,
  { inputs, targets }: SeriesConfig,
): CorpusOrigin {
  const names = {
    from: asked.wide ? asked.from : inputs.map(({ name }) => name),
    to: asked.task === 'forecast' ? targets.map(({ name }) => name) : asked.to,
    date: columns.date?.name ?? null,
  };
  const [file] = request.files as [string];
  return {
    ...request,
    files: [file === '-' ? file : resolve(file)],
    series: { ...asked, ...names },
    characters: rows,
    digest,
  };
}

/** Throws series/short where there are fewer rows to train on than a window has. */
function forecastOf(
  { file }: SeriesFile,
  parts: Parts,
  { targets, loss }: SeriesConfig,
  { seq, batch }: TrainOptions,
) {
  const rows = parts.train.ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  if (rows <= seq) throw userError('series/short', { file, rows, least: seq + 1 });
  const outputs = targets.length * (loss === 'gaussian' ? 2 : 1);
  return forecastData(parts, { seq, batch, targets: targets.length, outputs });
}

/** The series, what is read of them, and what is predicted. */
function factsOf(
  { rows, ranges, dates }: SeriesFile,
  { inputs, calendar, targets, difference }: SeriesConfig,
  name: string,
  label: string | undefined,
): Fact[] {
  const apart = dates ? `, ${formatStep(dates.step)} apart` : '';
  const several = ranges.length > 1 ? ` of ${count(ranges.length)} series` : '';
  const names = inputs.map((column) => column.name);
  const read = [...names, ...calendar].join(', ');
  const answers = label === undefined ? targets.map((column) => column.name).join(', ') : label;
  return [
    ['series', `${name}: ${count(rows)} rows${several}${apart}`],
    [
      'task',
      label === undefined
        ? `forecast: ${difference ? 'changes of ' : ''}${read} to the next ${answers}`
        : `classify: ${read} to ${answers}`,
    ],
  ];
}
