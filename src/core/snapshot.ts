import type { Floats } from './floats.js';

/** A tensor by itself: what checkpoints and exports hold. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Floats | Int32Array | Uint8Array;
}

/** Plain JSON data. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Everything that is known of a model at one moment, as plain data: what a checkpoint file holds.
 * `model` and `vocabulary` rebuild the network, `weights` fills it. `training` is present in checkpoints that
 * can be resumed.
 */
export interface Snapshot {
  readonly model: ModelConfig;
  readonly vocabulary: VocabularyData;
  /** The labels of the outputs, where these are not symbols. */
  readonly labels?: readonly string[];
  /** Present where it learned from the rows of a table. */
  readonly task?: TaskData;
  /** Named as in a PyTorch state_dict. */
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly training?: TrainingSnapshot;
}

/** The tasks that are learned from a table of examples (tasks/). */
export const tableTasks = ['classify', 'tag', 'generate', 'translate'] as const;

/**
 * What a model knows of its task besides the network, in its checkpoints and in the options of its run. `source` and
 * `target` are the symbols of the two columns in the order of their ids: characters, words, or whole labels.
 */
export interface TaskData {
  readonly name: (typeof tableTasks)[number];
  /** Columns of the table; none where the source is an image. */
  readonly from: readonly string[];
  readonly to: string;
  /** How cells of the target are divided into symbols; labels are not divided. */
  readonly toTokens: 'chars' | 'words';
  /** Empty where the source is numbers or an image. */
  readonly source: readonly string[];
  readonly target: readonly string[];
  /** How the numbers of a source are scaled, (number − mean) / deviation by column; null where there are none. */
  readonly scaling: { readonly mean: readonly number[]; readonly deviation: readonly number[] } | null;
  /** tag: how many symbols later a tag is predicted. */
  readonly delay: number;
  /** translate: whether the source is read backwards. */
  readonly reverse: boolean;
}

/** What a network is, without its weights. Sizes as in docs: V symbols, H hidden units, E embedding (0: one-hot). */
export interface ModelConfig {
  /** The name of a cell of layers/cells.ts. */
  readonly cell: string;
  readonly hidden: number;
  readonly layers: number;
  readonly embedding: number;
  readonly dropout: number;
  /** Whether the steps of a window share one dropout mask; absent: each step has its own. */
  readonly dropoutMask?: 'window';
  /** Present where the last symbols are also looked up in a table, see layers/ngrams.ts. */
  readonly ngrams?: {
    readonly order: number;
    readonly rows: number;
    readonly size: number;
    readonly dropout: number;
  };
  /** Probability with which a symbol of the input is hidden while training; absent: 0. */
  readonly inputDropout?: number;
  /** Probability with which a weight of the recurrent products is dropped while training; absent: 0. */
  readonly weightDropout?: number;
  /** Whether the recurrent product has a bias of its own (bias_hh). */
  readonly recurrentBias: boolean;
  readonly vocabulary: number;
  /** Width of the decoder, for networks whose outputs are not symbols; absent: as many as `vocabulary`. */
  readonly outputs?: number;
  /** Symbols of the source network, where one reads before this one begins (encoder-decoder). */
  readonly sourceVocabulary?: number;
  /** Length of the vector that is added to the gates of the first step, where there is one. */
  readonly condition?: number;
  /** Present where the input is images, or where a text is written for an image. */
  readonly images?: ImageConfig;
  /** Present where the input is the columns of a series. */
  readonly series?: SeriesConfig;
}

/**
 * What a network on a series reads and predicts; see docs/series.md. It reads the columns `inputs`, standardized, and two
 * numbers for each field of the calendar; it predicts the columns `targets` of the next row, or a label at the end.
 */
export interface SeriesConfig {
  readonly inputs: readonly SeriesColumn[];
  readonly calendar: readonly CalendarField[];
  /** None where the network gives labels to whole series. */
  readonly targets: readonly SeriesColumn[];
  /** Whether a mean and a deviation are predicted of each target, or a mean alone. */
  readonly loss: 'gaussian' | 'mse';
  /** Whether the change of each column from the row before is read and predicted, in place of its value. */
  readonly difference: boolean;
  /** The column of dates, where there is one. */
  readonly date?: string;
}

/** A column of numbers, which a network reads and writes as (number − mean) / deviation. */
export interface SeriesColumn {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
}

/** A part of a date that repeats. */
export type CalendarField = 'hour' | 'weekday' | 'month';

/** What a network on clips or images is; see docs/video.md. */
export interface ImageConfig {
  /**
   * The CNN by itself, under recurrent cells, or under cells whose products are convolutions; with `captions` its
   * features condition a network on symbols.
   */
  readonly network: 'frames' | 'cnn-lstm' | 'conv' | 'captions';
  /** S: pixels of a side. */
  readonly size: number;
  readonly channels: number;
  /** k: every convolution sees k×k pixels. */
  readonly kernel: number;
  /** Features that the CNN finds in a frame; not used by `conv`. */
  readonly features: number;
}

/** The symbols of a model in the order of their ids. With `bytes`, symbol i is byte i and `symbols` is empty. */
export interface VocabularyData {
  readonly tokens: 'chars' | 'bytes';
  readonly symbols: readonly string[];
}

/** The exact state of training. Numbers in `progress` are integers or finite doubles; see train/trainer.ts. */
export interface TrainingSnapshot {
  /** The validated options of the run, as JSON. */
  readonly options: Json;
  /** What else an exact continuation depends on: backend, threads, the corpus and its digest. */
  readonly environment: Json;
  /** Step, epoch, position, random state, schedule, best loss, patience, smoothed loss. */
  readonly progress: Json;
  /**
   * The optimizer's moments (`optimizer.m`, ...: flat, as long as all weights) and the carried state (`state.h_l0`, ...
   * [B,H]).
   */
  readonly tensors: ReadonlyMap<string, Tensor>;
}
