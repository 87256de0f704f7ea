import { forecast, historyOf, type Forecasts } from '../../app/forecast.js';
import { csvLine } from '../../report/csv-line.js';
import { sanitizeLine } from '../../report/sanitize.js';
import type { ModelFile } from '../../app/model.js';
import type { Parsed } from '../options/flag.js';
import type { sampleCommand } from '../options/sample.js';
import type { Console } from '../terminal/console.js';
import { openProgress } from '../terminal/progress.js';

/** Rows ahead unless -n says otherwise. */
const STEPS = 24;

/** `char-rnn sample` of a network that forecasts: a CSV with a row for each step ahead. */
export async function writeForecasts(
  model: ModelFile,
  { values, given, files }: Pick<Parsed<(typeof sampleCommand)['flags']>, 'values' | 'given' | 'files'>,
  console: Console,
): Promise<void> {
  const { out, err } = console;
  const progress = openProgress(console);
  const forecasts = await forecast({
    model,
    history: historyOf(files),
    seed: values.seed,
    encoding: values.encoding,
    backend: values.backend,
    length: given.has('length') ? values.length : STEPS,
    count: given.has('count') ? values.count : undefined,
    watch: progress,
  });
  progress.end();
  for (const note of forecasts.notes) await err.write(`${sanitizeLine(note)}\n`);
  await out.write(csvOf(forecasts));
}

/** step, then each target with its quantiles, then the date and the series where there are such. */
function csvOf({ targets, by, series }: Forecasts): string {
  const format = { delimiter: ',', quoted: true };
  const hasDates = series.some(({ steps }) => steps.some(({ date }) => date !== undefined));
  const header = [
    'step',
    ...targets.flatMap((name) => [name, `${name}_p10`, `${name}_p90`]),
    ...(hasDates ? ['date'] : []),
    ...(by === undefined ? [] : [by]),
  ];
  const lines = series.flatMap(({ name, steps }) =>
    steps.map(({ step, date, values }) => [
      String(step),
      ...values.flatMap(({ mean, p10, p90 }) => [mean, p10, p90].map(format7)),
      ...(hasDates ? [date ?? ''] : []),
      ...(by === undefined ? [] : [name]),
    ]),
  );
  return [header, ...lines].map((cells) => csvLine(cells, format)).join('');
}

/** Seven digits: as many as the network computes with. */
const format7 = (value: number): string => String(Number(value.toPrecision(7)));
