import { tmpdir } from 'node:os';
import { userError } from '../../core/errors.js';
import { argmax } from '../../core/numbers.js';
import { labelsOfSeries } from '../../sample/series-labels.js';
import { seriesExamples } from '../../tasks/label-series.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import type { Answers, Asked } from '../answers.js';
import { columnsOfModel, wholeSeries } from './for-model.js';
import { numberRows } from './numbers.js';
import { openSeries } from './read.js';

/** Series that are read at once: between them the work may be stopped. */
const BATCH = 32;
/** Digits of a probability in a table. */
const PRECISION = 6;

/** The label of each series of a file. Throws series/*, table/*, usage/missing-argument without a file. */
export async function answerSeries(model: ModelFile, asked: Asked): Promise<Answers> {
  const { input, encoding, watch, backend } = asked;
  const { snapshot } = model;
  if (input === undefined)
    throw userError('usage/missing-argument', { usage: 'char-rnn sample <model> <series.csv>' });
  const { label: _, ...columns } = columnsOfModel(model);
  const file = await openSeries(input, {
    ...columns,
    ...(encoding && { encoding }),
    workDirectory: tmpdir(),
    signal: watch.signal,
  });
  const config = snapshot.model.series!;
  const labels = snapshot.labels!;
  const { read, members } = wholeSeries(file, config);
  const name = file.columns.by?.name ?? 'series';
  return {
    unit: 'series',
    columns: [name, 'label', 'probability'],
    hasHeader: true,
    hasLineEnds: false,
    skipped: () => 0,
    async *[Symbol.asyncIterator]() {
      try {
        let place = 0;
        const examples = seriesExamples(read, members);
        for (const logs of labelsOfSeries(snapshot, numberRows(read, config), examples, backend)) {
          if (place % BATCH === 0) await watch.pause(place / members.length);
          const best = argmax(logs);
          const text = labels[best]!;
          const probabilities = Object.fromEntries(labels.map((label, i) => [label, Math.exp(logs[i]!)]));
          const id = file.names[place]! || String(place + 1);
          const probability = String(+Math.exp(logs[best]!).toPrecision(PRECISION));
          yield { text, record: { [name]: id, label: text, probabilities }, cells: [id, text, probability] };
          place += 1;
        }
      } finally {
        file.close();
      }
    },
  };
}
