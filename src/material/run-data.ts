import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { userError } from '../core/errors.js';
import type { Snapshot } from '../core/snapshot.js';
import type { Watch } from '../core/watch.js';
import { pathsOf } from '../runs/own-files.js';
import { filesOfCorpus } from '../runs/origin.js';
import type { ModelFile } from '../runs/checkpoint.js';
import { parseRunConfig, type CorpusOrigin, type RunConfig } from '../runs/config.js';
import { BEST } from '../runs/files.js';
import { createVocabulary } from '../text/vocabulary.js';
import { materialOf } from './index.js';
import type { Material, Opened } from './material.js';
import type { DataRequest } from './request.js';

/** What a run was trained on, and how it is opened again. */
export interface RunData {
  /** The run directory, or a checkpoint: for messages, and to find a long list of files. */
  readonly path: string;
  readonly config: RunConfig;
  /** A checkpoint of the run, where there is one. */
  readonly model?: Pick<Snapshot, 'vocabulary'> | undefined;
}

/**
 * What the run of a model was trained on. `model` is its checkpoint. Throws data/unknown where the model came without
 * its training.
 */
export function runDataOf({ file, snapshot }: ModelFile, hint: string): RunData {
  if (snapshot.training === undefined) throw userError('data/unknown', { run: file, hint });
  return { path: file, config: parseRunConfig(snapshot.training, file), model: snapshot };
}

export interface ReopenOptions {
  /** Where the data are now, where they have moved. */
  readonly files?: readonly string[] | undefined;
  /** How they are read, where that may differ from how the run read them: not what it learned from them. */
  readonly reading?: Partial<DataRequest> | undefined;
  /** Whether data that have changed are refused, or only reported. */
  readonly changed: 'refuse' | 'report';
  /** What the user can do where the data cannot be had again. */
  readonly hint: string;
  /** Where temporary files are written; default: the directory of the system. */
  readonly workDirectory?: string | undefined;
  readonly watch: Watch;
}

/**
 * Opens the data of a run again, divided as in its training: the only way back to them. Throws data/stdin where they
 * came from a pipe, data/gone where a file no longer exists, data/changed where their digest differs and `changed` is
 * 'refuse'. `material` is that of the run, where the caller reads no other.
 */
export async function openRunData<O extends Opened = Opened>(
  { path, config, model }: RunData,
  how: ReopenOptions,
  material?: Material<O>,
): Promise<O & { readonly changed: boolean }> {
  const { corpus } = config.environment;
  const { hint, workDirectory = tmpdir(), watch } = how;
  const files = how.files?.length ? how.files : filesAgain(corpus, path, hint);
  for (const file of pathsOf(how.reading?.own ?? corpus.own))
    if (!existsSync(file)) throw userError('data/gone', { file, run: path, hint });
  const { characters: _, digest, list: __, ...request } = corpus;
  const asked = { ...request, ...how.reading, files };
  const { options } = config;
  const vocabulary = model && createVocabulary(model.vocabulary);
  const reader =
    material ?? (materialOf({ files, ...(asked.series ?? { task: asked.table?.task }) }) as Material<O>);
  const opened = await reader.open(asked, { options, vocabulary, workDirectory, watch });
  const changed = opened.origin.digest !== digest;
  if (!changed || how.changed === 'report') return { ...opened, changed };
  opened.close();
  const file = [...files, ...pathsOf(asked.own)].join(', ');
  throw userError('data/changed', { file, run: path, hint });
}

function filesAgain(corpus: CorpusOrigin, path: string, hint: string): readonly string[] {
  const files = filesOfCorpus(corpus, path.endsWith('.safetensors') ? path : join(path, BEST));
  if (files.includes('-')) throw userError('data/stdin', { run: path, hint });
  const gone = files.find((file) => !existsSync(file));
  if (gone !== undefined) throw userError('data/gone', { file: gone, run: path, hint });
  return files;
}
