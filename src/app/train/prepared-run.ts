import { dirname, resolve } from 'node:path';
import { disk, onDisk } from '../../disk/disk.js';
import type { Backend } from '../../kernels/index.js';
import type { Opened } from '../../material/material.js';
import { runConfigToJson, type Environment } from '../../runs/config.js';
import type { RunDirectory } from '../../runs/directory.js';
import { boundedEnvironment } from '../../runs/origin.js';
import type { TrainOptions } from '../../train/options.js';
import type { TrainRun } from '../../train/session.js';
import type { ChooseEngine } from './threads.js';

/** A run that is ready to start: everything open, nothing trained yet. */
export interface PreparedRun {
  readonly run: TrainRun;
  readonly directory: RunDirectory;
  readonly data: Opened;
  readonly backend: Backend;
  readonly environment: Environment;
  /** The log that it has written so far, where that is not the log.csv of its directory. */
  readonly earlierLog?: string | undefined;
  /** Remarks before it starts, a line each. */
  readonly notes: readonly string[];
  /** The same, of what went wrong. */
  readonly warnings: readonly string[];
}

interface RunParts {
  readonly options: TrainOptions;
  readonly data: Opened;
  readonly backend: Backend;
  readonly chooseEngine: ChooseEngine;
  /** What the environment has besides what the engine runs with. */
  readonly environment: Omit<Environment, 'threads' | 'library'>;
}

/** The run itself, the environment in its config.json, and the bounded one in every checkpoint. */
export async function assembleRun({
  options,
  data,
  backend: available,
  chooseEngine,
  environment: known,
}: RunParts): Promise<Pick<PreparedRun, 'run' | 'backend' | 'environment'>> {
  const { vocabulary, labels, task } = data;
  const trained = data.data(options, available.memory);
  const outputs = labels && { outputs: labels.length };
  const sizes = { vocabulary: vocabulary.size, ...outputs, ...trained.model };
  const { threads, backend, engine } = await chooseEngine(options, sizes, available);
  const environment: Environment = { ...known, library: backend.kernels.library, threads };
  const kept = runConfigToJson({ options, environment: boundedEnvironment(environment) }).environment;
  const named = { ...(labels && { labels }), ...(task && { task }) };
  return {
    environment,
    backend,
    run: { options, vocabulary, ...named, data: trained, backend, environment: kept, ...engine },
  };
}

/**
 * The directory of temporary files before there is a run: its directory if that exists, else the nearest one above it,
 * which is on the same disk.
 */
export function existingDirectory(out: string): string {
  const path = resolve(out);
  const isThere = onDisk(path, () => disk.stat(path)?.isDirectory());
  return isThere || path === dirname(path) ? path : existingDirectory(dirname(path));
}
