import type { Check } from '../core/check.js';
import type { Example, Examples } from '../data/examples.js';
import type { TrainData } from '../data/train-data.js';
import { classify } from './classify.js';
import { examplesData } from './examples-data.js';
import type { RowRange } from './forecast.js';

/** Series and the label of each. */
export interface LabeledSeries {
  readonly ranges: readonly RowRange[];
  readonly labels: { readonly names: readonly string[]; readonly of: readonly number[] };
}

/** The numbers of the series of each part. */
interface Members {
  readonly train: { readonly members: readonly number[] };
  readonly validation: { readonly members: readonly number[] };
  readonly test: { readonly members: readonly number[] };
}

/**
 * A label for a series (many-to-one): classify.ts has the drawing, in which the symbols of a text are the numbers of rows
 * (data/number-rows.ts). Windows are batches of whole series of similar length.
 */
export function labelSeries(
  series: LabeledSeries,
  { train, validation, test }: Members,
  options: { readonly batch: number; readonly seed: number; readonly check?: Check | undefined },
): TrainData {
  const task = classify({ source: 0, target: series.labels.names.length });
  const examples = ({ members }: Members['train']) => seriesExamples(series, members);
  const parts = { train: examples(train), validation: examples(validation), test: examples(test) };
  return examplesData(task, parts, options);
}

/** Series as examples whose sources are the numbers of their rows. */
export function seriesExamples({ ranges, labels }: LabeledSeries, members: readonly number[]): Examples {
  const none = { target: new Int32Array(0), vector: new Float32Array(0) };
  const lengthOf = (i: number) => {
    const { from, to } = ranges[members[i]!]!;
    return to - from;
  };
  return {
    count: members.length,
    sourceLength: lengthOf,
    targetLength: () => 0,
    read(i): Example {
      const { from } = ranges[members[i]!]!;
      const source = Int32Array.from({ length: lengthOf(i) }, (_, t) => from + t);
      return { ...none, source, label: labels.of[members[i]!] ?? -1 };
    },
  };
}
