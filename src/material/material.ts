import { many } from '../core/format.js';
import type { Fact } from '../core/result.js';
import type { Memory } from '../core/memory.js';
import type { Snapshot, TaskData } from '../core/snapshot.js';
import type { Watch } from '../core/watch.js';
import type { InspectedData } from '../inspect/forward/subject.js';
import type { OwnParts } from '../data/splits.js';
import type { TrainData } from '../data/train-data.js';
import type { Backend } from '../kernels/index.js';
import type { ModelFile } from '../runs/checkpoint.js';
import type { CorpusOrigin, OwnFiles } from '../runs/config.js';
import type { TaskName } from '../tasks/task-data.js';
import type { Encoding } from '../text/encodings.js';
import type { Vocabulary } from '../text/vocabulary.js';
import type { StartEvent } from '../train/events.js';
import type { TrainOptions } from '../train/options.js';
import type { Answers, Asked } from './answers.js';
import type { Evaluation, NamedData, NamedOptions, ScoreOptions, UnitLosses } from './evaluation.js';
import type { ImageControl } from './images/control.js';
import type { DataFields, DataRequest, PresetFields } from './request.js';

/**
 * What a network learns from, and what it reads: a text, a table, images. A new material is a folder beside these and a
 * line in index.ts.
 */
export interface Material<O extends Opened = Opened, Part = unknown> extends MaterialKind {
  /** Opens the data of a run. Throws corpus/*, table/*, clips/*, npz/*, disk/*. */
  open(request: DataRequest, how: OpenOptions): Promise<O>;
  /** Opens other data for a model that learned from such. Throws the same, and usage/extra-argument. */
  openFor(model: ModelFile, files: readonly string[], how: NamedOptions): Promise<NamedData<Part>>;
  /** How well a model predicts such data, or answers them, and what else is asked for. */
  score(model: ModelFile, data: NamedData<Part>, how: ScoreOptions<Part>): Promise<Evaluation>;
  /** What a model answers to each input; absent where it continues texts instead (app/sample). */
  answer?(model: ModelFile, asked: Asked): Promise<Answers>;
  /** Files that a model of such data reads, for inspect. Throws what `open` throws, usage/value, clips/needed. */
  subject(files: readonly string[], model: ModelFile, how: SubjectOptions): Promise<InspectedData>;
}

export interface SubjectOptions {
  /** Default: as in training. */
  readonly encoding?: Encoding | undefined;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** The most symbols of a table. */
  readonly limit?: number | undefined;
  readonly memory: Memory;
  readonly watch: Watch;
}

/** What is known of a material before anything is read: apart from `Material`, so that a flag's default costs no reader. */
export interface MaterialKind {
  readonly name: string;
  /** Whether such files, learned for such a task, are this material: nothing else decides what a file is. */
  accepts(asked: Pick<DataFields, 'files' | 'task' | 'by' | 'wide'>): boolean;
  /** Whether a model learned from such data. */
  isOf(model: Pick<Snapshot, 'model' | 'task'>): boolean;
  /** What a network learns from it for a task. Throws usage/value for a task that it has no network for. */
  purpose(task: TaskName | undefined): Purpose;
  /** The name of the data, and of the directory of their runs. */
  nameOf(files: readonly string[]): string;
  /** How it is read. Throws usage/value. */
  request(fields: DataFields): DataRequest;
  /** The options of a run unless a field says otherwise. Throws usage/value. */
  preset(fields: PresetFields): TrainOptions;
  /** The part of a network that --init-from takes from one on other data, and --freeze does not train. */
  readonly transferred: 'rnn' | 'cnn';
}

/**
 * What a network does: continues texts, does a task on the rows of a table, labels clips, describes images, or forecasts
 * or labels series.
 */
export type Purpose = 'text' | TaskData['name'] | 'clips' | 'captions' | 'forecast' | 'series';

/** A part of the data of a run. */
export type PartName = 'train' | 'validation' | 'test' | 'all';

export interface OpenOptions {
  /** How the data are divided. */
  readonly options: Pick<TrainOptions, 'seed' | 'split'>;
  /** The vocabulary of the run that is opened again, which saves counting its symbols. */
  readonly vocabulary?: Vocabulary | undefined;
  /** Where temporary files are written: the disk of the run directory. */
  readonly workDirectory: string;
  readonly watch: Watch;
}

export interface TestOptions {
  readonly backend: Backend;
  /** Of the run. */
  readonly options: TrainOptions;
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
  /** A part of the data, read as it is in the files. Throws data/streams for a text that has no such stretch. */
  part?(name: PartName): unknown;
  /**
   * The losses of a model on the test part, read as in training, block by block or row by row, which are paired with
   * those of another model. Absent where a part cannot be read again.
   */
  testLosses?(snapshot: Snapshot, how: TestOptions): Promise<UnitLosses>;
  /** Whether a network that describes images looks at them, measured on held-out ones. */
  imageControl?(
    snapshot: Snapshot,
    options: TrainOptions,
    how: { readonly backend: Backend; readonly watch: Watch },
  ): Promise<ImageControl | undefined>;
  /** The data, divided for training. Images are placed in the memory of the kernels. */
  data(options: TrainOptions, memory: Memory): TrainData;
  /** A part, for inspect, where it reads parts. Throws data/streams where it is no stretch of the text. */
  subject?(part: PartName, how: SubjectOptions): InspectedData;
  /** Removes temporary files. */
  close(): void;
}

/** The files that are a part each, as they were given, with their sizes. */
export function ownFacts(own: OwnFiles | undefined, sizes: OwnParts, unit: string): Fact[] {
  const factOf = (word: string, part: keyof OwnFiles): Fact[] =>
    own?.[part] ? [[word, `${own[part].file}: ${many(sizes[part]!, unit)}`]] : [];
  return [...factOf('validate', 'validation'), ...factOf('test', 'test')];
}
