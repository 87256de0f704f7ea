import { userError } from '../core/errors.js';
import type { ImageConfig, SeriesConfig } from '../core/snapshot.js';
import type { CorpusOrigin } from '../runs/config.js';
import type { TaskName } from '../tasks/task-data.js';
import type { Encoding } from '../text/encodings.js';
import type { PresetName } from '../train/presets.js';

/** `K?: T` may also be given as undefined, so that a request can be put together field by field. */
export type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** The text, table or images that are learned from, and how they are read; every field but `files` has a default. */
export interface DataFields extends Optional<{
  /** What a symbol is; default chars. */
  tokens: 'chars' | 'bytes';
  encoding: Encoding;
  /** Globs of the files of directories. */
  include: readonly string[];
  exclude: readonly string[];
  /** Characters that occur less often become U+FFFD; default 1. */
  minCount: number;
  /** Whether every line of a text is an example: shuffled, and read from a state of zeros. */
  lines: boolean;
  /** Default: the next character of a text, or the labels of clips. */
  task: TaskName;
  /** Columns of the source and of the target. */
  from: readonly string[];
  to: string;
  toTokens: 'chars' | 'words';
  delimiter: string;
  /** Whether the first row of a table is data; its columns are numbered then. */
  noHeader: boolean;
  maxLength: number;
  /** classify, tag: whether longer rows are cut, in place of being left out. */
  truncate: boolean;
  /** classify: whether each part has its share of every label, and whether all labels weigh alike in the loss. */
  stratify: boolean;
  balance: boolean;
  delay: number;
  reverse: boolean;
  /**
   * Shares held out for validation and test, or files that are these parts: texts, or tables with the same columns. Where
   * one of them is a file, the default of the other is 0.
   */
  val: number | string;
  test: number | string;
  /** The column that says to which of several series a row belongs. */
  by: string;
  /** Whether each row is a series. */
  wide: boolean;
  /** Whether the hour, the weekday and the month of dates are read too. */
  calendar: boolean;
  /** Rows of a season, for the forecasts that a network is compared with. */
  season: number;
  loss: SeriesConfig['loss'];
  /** Whether the changes of a series are learned; default auto: where it has a trend. */
  difference: 'auto' | 'on' | 'off';
}> {
  readonly files: readonly string[];
}

/** What decides the settings of a run that no field gives. */
export type PresetFields = Optional<{
  preset: PresetName;
  task: TaskName;
  cell: string;
  /** Of clips. */
  network: Exclude<ImageConfig['network'], 'captions'>;
  kernel: number;
}>;

/**
 * The files of a run and how they are read, with no default left out: from this, kept in config.json, the same data are
 * opened again.
 */
export type DataRequest = Omit<CorpusOrigin, 'characters' | 'digest' | 'list'>;

/** What every material reads: `fields` with their defaults. Throws usage/value. */
export function commonRequest(fields: DataFields): DataRequest {
  const { files, include = [], exclude = [], encoding = 'utf8', tokens = 'chars', minCount = 1 } = fields;
  return { files, include, exclude, encoding, tokens, minCount, ...ownFiles(fields) };
}

/** The files given for --val and --test. */
function ownFiles({ val, test }: DataFields): Pick<CorpusOrigin, 'own'> {
  const fileOf = (flag: string, given: number | string | undefined) => {
    if (typeof given !== 'string') return undefined;
    if (given !== '-') return { file: given };
    throw userError('usage/value', { flag, value: given, expected: 'a share, or a file' });
  };
  const own = { validation: fileOf('--val', val), test: fileOf('--test', test) };
  return own.validation || own.test ? { own } : {};
}
