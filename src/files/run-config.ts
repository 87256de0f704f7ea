import { z } from 'zod';
import { userError } from '../core/errors.js';
import type { Json, TaskData } from '../core/snapshot.js';
import { trainOptionsSchema } from '../train/options-schema.js';
import type { TrainOptions } from '../train/options.js';

/** Where a run's text came from, so that it can be opened again. */
export interface CorpusOrigin {
  /** Absolute paths, or `-`. */
  readonly files: readonly string[];
  /** In place of `files` where they are many: see corpus-origin.ts. */
  readonly list?: { readonly count: number; readonly digest: string } | undefined;
  readonly include: readonly string[];
  readonly exclude?: readonly string[] | undefined;
  readonly encoding: 'utf8' | 'latin1' | 'utf16le';
  readonly tokens: 'chars' | 'bytes';
  readonly minCount: number;
  /** Present where the file is a table. */
  readonly table?: TableOrigin | undefined;
  /** Symbols. */
  readonly characters: number;
  /** What tells the same text from another one: `bytes:` and the SHA-256 of its bytes; of the ids in runs of version 0.1. */
  readonly digest: string;
}

/** How a table was read, and for which task. */
export interface TableOrigin {
  readonly task: TaskData['name'];
  /** Columns; absent before the table was opened: its first two. */
  readonly from?: readonly string[] | undefined;
  readonly to?: string | undefined;
  readonly toTokens: TaskData['toTokens'];
  readonly delimiter?: string | undefined;
  readonly maxLength: number;
  readonly delay: number;
  readonly reverse: boolean;
}

/** What an exact continuation depends on besides the checkpoint: kept in every checkpoint. */
export interface Environment {
  readonly backend: string;
  readonly threads: number;
  readonly corpus: CorpusOrigin;
}

/** config.json. */
export interface RunConfig {
  readonly options: TrainOptions;
  readonly environment: Environment;
}

/** As many as --threads takes. */
const MAX_THREADS = 256;

const environmentSchema: z.ZodType<Environment> = z.object({
  backend: z.string(),
  threads: z.int().positive().max(MAX_THREADS),
  corpus: z.object({
    files: z.array(z.string()),
    list: z.object({ count: z.int().positive(), digest: z.string() }).optional(),
    include: z.array(z.string()),
    exclude: z.array(z.string()).optional(),
    encoding: z.enum(['utf8', 'latin1', 'utf16le']),
    tokens: z.enum(['chars', 'bytes']),
    minCount: z.int().positive(),
    table: z
      .object({
        task: z.enum(['classify', 'tag', 'generate', 'translate']),
        from: z.array(z.string()).optional(),
        to: z.string().optional(),
        toTokens: z.enum(['chars', 'words']),
        delimiter: z.string().optional(),
        maxLength: z.int().positive(),
        delay: z.int().nonnegative(),
        reverse: z.boolean(),
      })
      .optional(),
    characters: z.int().nonnegative(),
    digest: z.string(),
  }),
});

const runConfigSchema: z.ZodType<RunConfig> = z.object({
  options: trainOptionsSchema,
  environment: environmentSchema,
});

/** A run's configuration from JSON, whether of config.json or of a checkpoint. Throws run/config about `file`. */
export function parseRunConfig(json: unknown, file: string): RunConfig {
  const result = runConfigSchema.safeParse(json);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  throw userError('run/config', { file, why: `${path.join('.')}: ${message}` }, result.error);
}

/** The same as plain JSON. */
export function runConfigToJson(config: RunConfig): { readonly [key in keyof RunConfig]: Json } {
  return config as unknown as { [key in keyof RunConfig]: Json };
}
