import type { Memory } from '../core/memory.js';
import type { Snapshot, TaskData } from '../core/snapshot.js';
import type { Watch } from '../core/watch.js';
import type { TrainData } from '../data/train-data.js';
import type { CorpusOrigin } from '../runs/config.js';
import type { Vocabulary } from '../text/vocabulary.js';
import type { StartEvent } from '../train/events.js';
import type { TrainOptions } from '../train/options.js';

/**
 * What a network learns from, and what it reads: a text, a table, images. A new material is a folder beside these and a
 * line in index.ts.
 */
export interface Material<O extends Opened = Opened> {
  readonly name: MaterialName;
  /** Whether `request` names such data: nothing else decides what a file is. */
  accepts(request: DataRequest): boolean;
  /** Whether a model learned from such data. */
  isOf(model: Pick<Snapshot, 'model' | 'task'>): boolean;
  /** Opens the data of a run. Throws corpus/*, table/*, clips/*, npz/*, disk/*. */
  open(request: DataRequest, how: OpenOptions): Promise<O>;
}

export type MaterialName = 'text' | 'table' | 'images';

/** A part of the data of a run. */
export type PartName = 'train' | 'validation' | 'test' | 'all';

/** The files of a run and how they are read: from this, kept in config.json, the same data are opened again. */
export type DataRequest = Omit<CorpusOrigin, 'characters' | 'digest' | 'list'>;

export interface OpenOptions {
  /** How the data are divided. */
  readonly options: Pick<TrainOptions, 'seed' | 'split'>;
  /** The vocabulary of the run that is opened again, which saves counting its symbols. */
  readonly vocabulary?: Vocabulary | undefined;
  /** Where temporary files are written: the disk of the run directory. */
  readonly workDirectory: string;
  readonly watch: Watch;
}

/** The data of a run, open and read. */
export interface Opened {
  /** The name for people, and for the run directory. */
  readonly name: string;
  readonly files: readonly string[];
  /** Goes to config.json. */
  readonly origin: CorpusOrigin;
  /** The symbols that a language model can share; none where the network neither reads nor writes a text. */
  readonly vocabulary: Vocabulary;
  /** Present where the network learns the rows of a table, or captions. */
  readonly task?: TaskData;
  /** The labels of the outputs, in their order, where these are not symbols. */
  readonly labels?: readonly string[];
  /** Files of directories that are left out, and why. */
  readonly skipped?: readonly { readonly file: string; readonly why: string }[];
  /** Remarks before training, a line each. */
  readonly notes: readonly string[];
  /** What is trained on, for the lines above the bar: a word and what to say of it. */
  facts(start: StartEvent): readonly Fact[];
  /** `options` with what only the data decide, such as the size of an image. Throws clips/size. */
  complete(options: TrainOptions): TrainOptions;
  /** The data, divided for training. Images are placed in the memory of the kernels. */
  data(options: TrainOptions, memory: Memory): TrainData;
  /** Removes temporary files. */
  close(): void;
}

/** A word, and what is said of it. */
export type Fact = readonly [word: string, text: string];
