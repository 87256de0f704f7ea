import { z } from 'zod';
import { userError } from '../core/errors.js';
import type { Json } from '../core/snapshot.js';
import { trainOptionsSchema } from '../train/options-schema.js';
import type { TrainOptions } from '../train/options.js';

/** Where a run's text came from, so that it can be opened again. */
export interface CorpusOrigin {
  /** Absolute paths, or `-`. */
  readonly files: readonly string[];
  readonly include: readonly string[];
  readonly encoding: 'utf8' | 'latin1' | 'utf16le';
  readonly tokens: 'chars' | 'bytes';
  readonly minCount: number;
  /** Symbols, and their digest: what tells the same text from another one. */
  readonly characters: number;
  readonly digest: string;
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

const environmentSchema: z.ZodType<Environment> = z.object({
  backend: z.string(),
  threads: z.int().positive(),
  corpus: z.object({
    files: z.array(z.string()),
    include: z.array(z.string()),
    encoding: z.enum(['utf8', 'latin1', 'utf16le']),
    tokens: z.enum(['chars', 'bytes']),
    minCount: z.int().positive(),
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
