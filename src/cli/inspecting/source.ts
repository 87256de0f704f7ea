import { basename } from 'node:path';
import { refuseToOverwriteInputs } from '../../app/outputs.js';
import { userError } from '../../core/errors.js';
import type { Watch } from '../../core/watch.js';
import type { TextSource } from '../../inspect/forward/text.js';
import { openRunData, runDataOf, type ModelFile } from '../../material/run-data.js';
import { text } from '../../material/text/material.js';
import { readBytes, readText, type ReadOptions } from '../../material/text/read-text.js';
import { encodingOf } from '../../runs/config.js';
import type { Encoding } from '../../text/encodings.js';

export const CHANGED =
  'the corpus has changed since the training: its validation part may hold text that was trained on\n';

/** The text of a model. */
export interface Source extends TextSource {
  /** Whether the files of the model's own corpus are no longer the ones it was trained on. */
  readonly changed: boolean;
  close(): void;
}

export interface SourceOptions {
  readonly encoding?: Encoding | undefined;
  readonly include: readonly string[];
  readonly exclude?: readonly string[] | undefined;
  readonly watch: Watch;
  /** Values of flags, which are checked: an output must not be an input. */
  readonly outputs?: Readonly<Record<string, unknown>> | undefined;
}

const HINT = 'name a text after the model';

/** The files that were named, or else the part of its own corpus on which the model was validated. */
export async function openSource(
  files: readonly string[],
  model: ModelFile,
  options: SourceOptions,
): Promise<Source> {
  if (files.length === 0) return validationText(model, options);
  const encoding = options.encoding ?? encodingOf(model.snapshot.training, model.file);
  const reading = { ...options, encoding, signal: options.watch.signal };
  const name = files.map(nameOf).join(', ');
  return { name, chunks: read(files, model, reading), changed: false, close() {} };
}

/** A model of bytes reads bytes, whatever the encoding; any other reads characters. */
function read(files: readonly string[], { snapshot }: ModelFile, options: ReadOptions) {
  return snapshot.vocabulary.tokens === 'bytes' ? readBytes(files, options) : readText(files, options);
}

async function validationText(
  model: ModelFile,
  { outputs, watch, encoding }: SourceOptions,
): Promise<Source> {
  const run = runDataOf(model, HINT);
  if (run.config.options.split.validation === 0)
    throw userError('data/no-part', { run: model.file, part: 'validation', hint: HINT });
  const reading = encoding && { encoding };
  const how = { changed: 'report', hint: HINT, reading, watch } as const;
  const opened = await openRunData(run, how, text);
  try {
    refuseToOverwriteInputs(outputs ?? {}, opened.files);
    const { changed, close } = opened;
    const name = `${opened.origin.files.map(nameOf).join(', ')} (validation part)`;
    return { name, chunks: opened.pieces('validation'), changed, close };
  } catch (error) {
    opened.close();
    throw error;
  }
}

const nameOf = (file: string): string => (file === '-' ? 'stdin' : basename(file));
