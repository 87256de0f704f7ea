import * as z from 'zod/mini';
import '../core/schema-messages.js';
import { UserError, userError } from '../core/errors.js';
import { tableTasks, type Json, type SeriesConfig, type TaskData } from '../core/snapshot.js';
import { trainOptionsSchema } from '../train/options-schema.js';
import type { DoneEvent } from '../train/events.js';
import type { TrainOptions } from '../train/options.js';
import { encodings, type Encoding } from '../text/encodings.js';

/** Where a run's text came from, so that it can be opened again. */
export interface CorpusOrigin {
  /** Absolute paths, or `-`. */
  readonly files: readonly string[];
  /** In place of a long list of `files`: see corpus-origin.ts. */
  readonly list?: { readonly count: number; readonly digest: string } | undefined;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly encoding: Encoding;
  readonly tokens: 'chars' | 'bytes';
  readonly minCount: number;
  /** Whether every line of the text is an example of its own. */
  readonly lines?: boolean | undefined;
  /** Present where the file is a table. */
  readonly table?: TableOrigin | undefined;
  /** Files that are a part each, in place of a share of `files`. */
  readonly own?: OwnFiles | undefined;
  /** Present where the file holds series. */
  readonly series?: SeriesOrigin | undefined;
  /** Symbols. */
  readonly characters: number;
  /** Identifies the text: `bytes:` and the SHA-256 of its bytes. */
  readonly digest: string;
}

/** Where validation and test come from, where that is a file. */
export interface OwnFiles {
  readonly validation?: OwnFile | undefined;
  readonly test?: OwnFile | undefined;
}

export interface OwnFile {
  /** Absolute path, once it is read. */
  readonly file: string;
  /** Its symbols, or rows of a table, once it is read. */
  readonly size?: number | undefined;
}

/** How a table was read, and for which task. */
export interface TableOrigin {
  readonly task: TaskData['name'];
  /** Columns; absent before the table was opened: its first two. */
  readonly from?: readonly string[] | undefined;
  readonly to?: string | undefined;
  readonly toTokens: TaskData['toTokens'];
  readonly delimiter?: string | undefined;
  /** False where the first row is data; the columns are numbered then. */
  readonly header?: boolean | undefined;
  readonly maxLength: number;
  /** Whether longer rows are cut to that many symbols, in place of being left out. */
  readonly truncate?: boolean | undefined;
  /** classify: whether each part has its share of every label, and whether all labels weigh alike in the loss. */
  readonly stratify?: boolean | undefined;
  readonly balance?: boolean | undefined;
  readonly delay: number;
  readonly reverse: boolean;
}

/** How a file of series was read, and what is learned of them. */
export interface SeriesOrigin {
  readonly task: 'forecast' | 'classify';
  /** Columns that are read, and those predicted or the one of labels; absent before the file was opened. */
  readonly from?: readonly string[] | undefined;
  readonly to?: readonly string[] | undefined;
  /** The column of dates; null: there is none. */
  readonly date?: string | null | undefined;
  /** The column that says to which series a row belongs. */
  readonly by?: string | undefined;
  /** Whether each row is a series. */
  readonly wide: boolean;
  readonly calendar: boolean;
  readonly loss: SeriesConfig['loss'];
  /** Whether changes are learned; auto, before the file was opened: where the series has a trend. */
  readonly difference: 'auto' | boolean;
  /** Rows of a season, for the forecasts that a network is compared with; absent: found in the series. */
  readonly season?: number | undefined;
  readonly delimiter?: string | undefined;
  /** False where the first row is data; the columns are numbered then. */
  readonly header?: boolean | undefined;
}

/** What an exact continuation depends on besides the checkpoint: kept in every checkpoint. */
export interface Environment {
  readonly backend: string;
  /** The library that multiplies, where one does: Backend. */
  readonly library?: string | undefined;
  readonly threads: number;
  readonly corpus: CorpusOrigin;
  /** Present where another model initialized the run (--init-from). */
  readonly initial?: InitialOrigin | undefined;
  /** Absolute path of its log, where that is not the log.csv of its directory (--log). */
  readonly log?: string | undefined;
}

/** The file of the weights that a run began with: read again when it was killed before its first checkpoint. */
export interface InitialOrigin {
  /** Absolute path. */
  readonly file: string;
  /** SHA-256 of the file, and of vocabulary.json beside weights that are not a checkpoint. */
  readonly digest: string;
}

/** config.json. */
export interface RunConfig {
  readonly options: TrainOptions;
  readonly environment: Environment;
  /** How training ended the last time it did; absent while it never has, and in checkpoints. */
  readonly ended?: Ending | undefined;
}

/** Why training ended, and at which step. */
export type Ending = Pick<DoneEvent, 'reason' | 'step'>;

/** As many as --threads takes. */
const MAX_THREADS = 256;

const positive = z.int().check(z.positive());
const whole = z.int().check(z.nonnegative());

const ownFile = z.object({ file: z.string(), size: z.optional(whole) });

const environmentSchema: z.ZodMiniType<Environment> = z.object({
  backend: z.string(),
  library: z.optional(z.string()),
  threads: z.int().check(z.positive(), z.lte(MAX_THREADS)),
  corpus: z.object({
    files: z.array(z.string()),
    list: z.optional(z.object({ count: positive, digest: z.string() })),
    include: z.array(z.string()),
    exclude: z.array(z.string()),
    encoding: z.enum(encodings),
    tokens: z.enum(['chars', 'bytes']),
    minCount: positive,
    lines: z.optional(z.boolean()),
    table: z.optional(
      z.object({
        task: z.enum(tableTasks),
        from: z.optional(z.array(z.string())),
        to: z.optional(z.string()),
        toTokens: z.enum(['chars', 'words']),
        delimiter: z.optional(z.string()),
        header: z.optional(z.boolean()),
        maxLength: positive,
        truncate: z.optional(z.boolean()),
        stratify: z.optional(z.boolean()),
        balance: z.optional(z.boolean()),
        delay: whole,
        reverse: z.boolean(),
      }),
    ),
    own: z.optional(z.object({ validation: z.optional(ownFile), test: z.optional(ownFile) })),
    series: z.optional(
      z.object({
        task: z.enum(['forecast', 'classify']),
        from: z.optional(z.array(z.string())),
        to: z.optional(z.array(z.string())),
        date: z.optional(z.nullable(z.string())),
        by: z.optional(z.string()),
        wide: z.boolean(),
        calendar: z.boolean(),
        loss: z.enum(['gaussian', 'mse']),
        difference: z.boolean(),
        season: z.optional(positive),
        delimiter: z.optional(z.string()),
        header: z.optional(z.boolean()),
      }),
    ),
    characters: whole,
    digest: z.string(),
  }),
  initial: z.optional(z.object({ file: z.string(), digest: z.string() })),
  log: z.optional(z.string()),
});

const runConfigSchema: z.ZodMiniType<RunConfig> = z.object({
  options: trainOptionsSchema,
  environment: environmentSchema,
  ended: z.optional(
    z.object({ reason: z.enum(['epochs', 'steps', 'minutes', 'patience', 'stopped']), step: whole }),
  ),
});

/** A run's configuration from JSON, whether of config.json or of a checkpoint. Throws run/config about `file`. */
export function parseRunConfig(json: unknown, file: string): RunConfig {
  const result = runConfigSchema.safeParse(json);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  throw userError('run/config', { file, why: `${path.join('.')}: ${message}` }, result.error);
}

/**
 * The text or table that a model was trained on; undefined where that is not known, as for weights that were imported or
 * a record that cannot be read: such a model can still be used.
 */
export function corpusOriginOf(training: unknown, file: string): CorpusOrigin | undefined {
  if (training === undefined) return undefined;
  try {
    return parseRunConfig(training, file).environment.corpus;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** The encoding of the text that a model was trained on, where it is known. */
export function encodingOf(training: unknown, file: string): Encoding | undefined {
  return corpusOriginOf(training, file)?.encoding;
}

/** The same as plain JSON. */
export function runConfigToJson(config: RunConfig): { readonly [key in 'options' | 'environment']: Json } {
  return config as unknown as { [key in 'options' | 'environment']: Json };
}
