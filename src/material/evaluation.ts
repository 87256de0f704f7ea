import type { Block, CsvRow } from '../core/result.js';
import type { Watch } from '../core/watch.js';
import type { Metric, Metrics } from '../eval/task-metrics.js';
import type { Backend } from '../kernels/index.js';
import type { Encoding } from '../text/encodings.js';

/** Other data than those of a model's run, read as the model reads: in its symbols, its columns, its sizes. */
export interface NamedData<Part = unknown> {
  readonly files: readonly string[];
  readonly part: Part;
  /** Symbols that the model does not know, and that are left out. */
  readonly unknown: number;
  /** What was left out, a line each. */
  readonly notes: readonly string[];
  /** Files of directories that are left out, and why. */
  readonly skipped?: readonly { readonly file: string; readonly why: string }[];
  close(): void;
}

/** How such data are read; as in training unless given. */
export interface NamedOptions {
  readonly encoding?: Encoding | undefined;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly watch: Watch;
}

/** What is measured, and how: fields named like the flags of `eval`. */
export interface Measures {
  /** Measure n-grams as well: of every length of context or, for labels, combined by Bayes' rule. */
  readonly baseline?: 'ngram' | undefined;
  /** Classify the errors, and list the loss where something long before decides. */
  readonly breakdown?: boolean | undefined;
  /** Measure the network alone, where its run kept counts too. */
  readonly noCounts?: boolean | undefined;
  /** A text of which the novelty is measured: a file. */
  readonly novelty?: string | undefined;
  /** Score every line by itself, in place of the text. */
  readonly perLine?: boolean | undefined;
  /** translate: hypotheses of a beam search; default: the most probable symbol at each place. */
  readonly beam?: number | undefined;
  /** Pieces or rows that are read at once, at most: affects the time, not the result. Default 32. */
  readonly batch?: number | undefined;
  /** Of series: rows ahead that are forecast; default 1. */
  readonly horizon?: number | undefined;
  /** Of series, with a horizon of several rows: futures that are drawn for each forecast; default 100. */
  readonly count?: number | undefined;
  /** Of the bootstrap intervals; default 1. */
  readonly seed?: number | undefined;
}

export interface ScoreOptions<Part = unknown> extends Measures {
  readonly backend: Backend;
  readonly batch: number;
  readonly seed: number;
  readonly encoding?: Encoding | undefined;
  /**
   * What the model has learned from, or what is named in its place. Where it is not `needed`, undefined if it is not at
   * hand or long; otherwise throws data/*.
   */
  training(needed: boolean): Promise<Part | undefined>;
  /** Receives what is scored one by one, in order, some at a time; is awaited. */
  readonly each?: Each | undefined;
  readonly watch: Watch;
}

/** Scores of single characters, lines or rows, by the names of their columns. */
export type Item = Readonly<Record<string, string | number>>;
export type Each = (items: readonly Item[], kind: 'character' | 'line' | 'row') => void | Promise<void>;

/** How well a model predicts or answers data. */
export interface Evaluation {
  /** Mean nats per prediction; absent where no network was measured. */
  readonly loss?: number;
  /** All figures, by their names in the JSON of `eval`. */
  readonly figures: Readonly<Record<string, unknown>>;
  /** The same for people. */
  readonly blocks: readonly Block[];
  /** The confusion matrix, or captions beside those that were given. */
  readonly table?: readonly CsvRow[];
  /** Remarks, a line each. */
  readonly notes: readonly string[];
}

/** Σ nats of each block of a text, or of each row, and the predictions in it. */
export interface UnitLosses {
  readonly nats: readonly number[];
  readonly counts: readonly number[];
}

/** A figure, and its 95 % interval in words. */
export const withInterval = ({ value, interval }: Metric): readonly [figure: string, range: string] => [
  value.toFixed(4),
  interval ? `   (95 % interval ${interval.low.toFixed(4)} to ${interval.high.toFixed(4)})` : '',
];

/** Figures as plain numbers, `rest`, and the 95 % intervals under `intervals`. */
export function figuresOf(metrics: Metrics, rest: object = {}): Record<string, unknown> {
  const entries = Object.entries(metrics);
  return {
    ...Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
    ...rest,
    intervals: Object.fromEntries(entries.map(([name, { interval }]) => [name, interval])),
  };
}
