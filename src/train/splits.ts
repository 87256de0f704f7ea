import { sliceSource, type IdSource } from '../text/id-source.js';
import type { TrainOptions } from './options.js';
import { createStreams, streamLength, type Streams } from './streams.js';

/** A corpus divided for training, and the T and B that it is large enough for. */
export interface Splits {
  readonly T: number;
  readonly B: number;
  readonly train: Streams;
  readonly validation: Streams | null;
  readonly test: Streams | null;
}

/** Where the parts of a contiguous split of `symbols` begin: train [0, validation), validation, test [test, symbols). */
export function splitPoints(
  symbols: number,
  split: TrainOptions['split'],
): { validation: number; test: number; end: number } {
  const validation = Math.floor(symbols * split.validation);
  const test = Math.floor(symbols * split.test);
  return { validation: symbols - validation - test, test: symbols - test, end: symbols };
}

/**
 * Divides a corpus. `contiguous`: the beginning is for training, then comes validation, the end is for the test.
 * `streams`: as in char-rnn, each of the B streams is divided by windows, so that its tail is for validation.
 * A corpus too small for T and B gets a smaller B, then a smaller T.
 */
export function splitCorpus(
  source: IdSource,
  options: Pick<TrainOptions, 'seq' | 'batch' | 'split'>,
): Splits {
  return options.split.layout === 'streams'
    ? splitStreams(source, options)
    : splitContiguous(source, options);
}

type Shape = Pick<TrainOptions, 'seq' | 'batch' | 'split'>;

function splitContiguous(source: IdSource, { seq, batch, split }: Shape): Splits {
  const at = splitPoints(source.length, split);
  const { T, B } = fit(at.validation, seq, batch);
  const train = createStreams(sliceSource(source, 0, at.validation), { B, T, partial: false });
  const validation = evaluationStreams(sliceSource(source, at.validation, at.test), T, B);
  const test = evaluationStreams(sliceSource(source, at.test, at.end), T, B);
  return { T, B, train, validation, test };
}

function splitStreams(source: IdSource, { seq, batch, split }: Shape): Splits {
  const { T, B } = fit(source.length, seq, batch);
  const windows = Math.floor(streamLength(source.length, B) / T);
  const test = Math.floor(windows * split.test);
  const validation =
    split.validation > 0 ? Math.max(0, windows - test - Math.floor(windows * trainShare(split))) : 0;
  const part = (from: number, to: number) =>
    createStreams(source, { B, T, from: from * T, to: to * T, partial: false });
  const train = windows - validation - test;
  return {
    T,
    B,
    train: part(0, train),
    validation: validation > 0 ? part(train, train + validation) : null,
    test: test > 0 ? part(train + validation, windows) : null,
  };
}

const trainShare = (split: TrainOptions['split']) => 1 - split.validation - split.test;

/** The largest B, then T, for which N symbols give at least one window. */
function fit(symbols: number, T: number, B: number): { T: number; B: number } {
  const predictions = symbols - 1;
  if (predictions >= T * B) return { T, B };
  if (predictions >= T) return { T, B: Math.floor(predictions / T) };
  return { T: Math.max(1, predictions), B: 1 };
}

/** A short text is read in fewer streams, each at least eight windows long, so that the network has its context. */
function evaluationStreams(source: IdSource, T: number, B: number): Streams | null {
  if (source.length < 2) return null;
  const used = Math.min(B, Math.max(1, Math.floor(source.length / (8 * T))));
  return createStreams(source, { B, used, T, partial: true });
}
