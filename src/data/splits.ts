import { sliceSource, type IdSource } from '../text/id-source.js';
import { rowLength, textInRows, type PlaceRow } from './text-rows.js';
import type { DataPart, TrainData } from './train-data.js';

/** How a text is divided: the shares of validation and test, the rest is for training. */
export interface SplitOptions {
  readonly validation: number;
  readonly test: number;
  /**
   * `contiguous`: train, then validation, then test. `streams`: the tail of each of the B rows is validation, as in
   * char-rnn.
   */
  readonly layout: 'contiguous' | 'streams';
}

/** Parts at the end of the data that are held out as they are, in place of a share: how many symbols or rows each has. */
export interface OwnParts {
  readonly validation?: number | undefined;
  readonly test?: number | undefined;
}

type Range = readonly [from: number, to: number];

/**
 * The parts of a contiguous split of `symbols`: train, validation, test, then those of their own. Shares are of what is
 * not such a part.
 */
export function textParts(
  symbols: number,
  split: Pick<SplitOptions, 'validation' | 'test'>,
  own: OwnParts = {},
): { readonly train: Range; readonly validation: Range; readonly test: Range } {
  const main = symbols - (own.validation ?? 0) - (own.test ?? 0);
  const test = own.test === undefined ? Math.floor(main * split.test) : 0;
  const validation = own.validation === undefined ? Math.floor(main * split.validation) : 0;
  const end = main - test - validation;
  return {
    train: [0, end],
    validation: own.validation === undefined ? [end, main - test] : [main, main + own.validation],
    test: own.test === undefined ? [main - test, main] : [symbols - own.test, symbols],
  };
}

/** The requested window, and the shares of the parts. */
interface Shape {
  readonly seq: number;
  readonly batch: number;
  readonly split: SplitOptions;
  readonly own?: OwnParts | undefined;
}

/**
 * Divides a text. `contiguous`: training takes the beginning, then comes validation, then test. `streams`: as in
 * char-rnn, the windows of each of the B rows are divided, so that its tail is for validation. A text too small for T
 * and B gets a smaller B, then a smaller T.
 */
export function divideText(source: IdSource, shape: Shape, place: PlaceRow): TrainData {
  return shape.split.layout === 'streams'
    ? splitEachRow(source, shape, place)
    : splitContiguous(source, shape, place);
}

function splitContiguous(source: IdSource, { seq, batch, split, own }: Shape, place: PlaceRow): TrainData {
  const parts = textParts(source.length, split, own);
  const { T, B } = fit(parts.train[1], seq, batch);
  const train = textInRows(sliceSource(source, ...parts.train), { B, T, partial: false }, place);
  const validation = evaluationRows(sliceSource(source, ...parts.validation), T, B, place);
  const test = evaluationRows(sliceSource(source, ...parts.test), T, B, place);
  return { T, B, symbols: source.length, train, validation, test };
}

function splitEachRow(source: IdSource, shape: Shape, place: PlaceRow): TrainData {
  const { T, B, windows, train, validation, test } = divideRows(source.length, shape);
  const part = (from: number, to: number) =>
    textInRows(source, { B, T, from: from * T, to: to * T, partial: false }, place);
  return {
    T,
    B,
    symbols: source.length,
    train: part(0, train),
    validation: validation > 0 ? part(train, train + validation) : null,
    test: test > 0 ? part(train + validation, windows) : null,
  };
}

/** The windows of each row, and of its parts in their order. */
function divideRows(symbols: number, { seq, batch, split }: Shape) {
  const { T, B } = fit(symbols, seq, batch);
  const windows = Math.floor(rowLength(symbols, B) / T);
  const test = Math.floor(windows * split.test);
  const validation =
    split.validation > 0 ? Math.max(0, windows - test - Math.floor(windows * trainShare(split))) : 0;
  return { T, B, windows, train: windows - validation - test, validation, test };
}

/**
 * The stretches [from, to) of a text with `streams` that are its test part: the tail of each row. Each symbol of one is
 * read to predict the next, so that the last one predicted is at `to`.
 */
export function testTails(symbols: number, shape: Shape): { from: number; to: number }[] {
  const { T, B, windows, test } = divideRows(symbols, shape);
  const S = rowLength(symbols, B);
  return Array.from({ length: test > 0 ? B : 0 }, (_, b) => ({
    from: b * S + (windows - test) * T,
    to: b * S + windows * T,
  }));
}

const trainShare = (split: SplitOptions) => 1 - split.validation - split.test;

/** The largest B, then T, for which N symbols give at least one window. */
function fit(symbols: number, T: number, B: number): { T: number; B: number } {
  const predictions = symbols - 1;
  if (predictions >= T * B) return { T, B };
  if (predictions >= T) return { T, B: Math.floor(predictions / T) };
  return { T: Math.max(1, predictions), B: 1 };
}

/** A short text is read in fewer rows, each at least eight windows long, so that the network has its context. */
function evaluationRows(source: IdSource, T: number, B: number, place: PlaceRow): DataPart | null {
  if (source.length < 2) return null;
  const used = Math.min(B, Math.max(1, Math.floor(source.length / (8 * T))));
  return textInRows(source, { B, used, T, partial: true }, place);
}
