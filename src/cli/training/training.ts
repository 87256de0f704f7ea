import { dirname, resolve } from 'node:path';
import type { TaskData } from '../../core/snapshot.js';
import { disk, onDisk } from '../../disk/disk.js';
import type { Corpus } from '../../material/text/corpus.js';
import type { Environment } from '../../runs/config.js';
import type { RunDirectory } from '../../runs/directory.js';
import type { Backend } from '../../kernels/index.js';
import { unitsOf, type Units } from '../../tasks/units.js';
import type { TrainRun } from '../../train/session.js';
import type { Parsed } from '../options/flag.js';
import type { trainCommand } from '../options/train.js';

export type TrainArguments = Parsed<(typeof trainCommand)['flags']>;

/** The text, table or clips of a run. */
export interface TrainCorpus extends Pick<Corpus, 'name' | 'files' | 'vocabulary' | 'close'> {
  /** Present for a table. */
  readonly task?: TaskData;
  /** Files of directories that were not read. */
  readonly skipped?: Corpus['skipped'];
}

/** A run that is ready to start: everything open, nothing trained yet. */
export interface Training {
  readonly run: TrainRun;
  readonly directory: RunDirectory;
  readonly corpus: TrainCorpus;
  readonly backend: Backend;
  readonly environment: Environment;
  /** Remarks before it starts, a line each. */
  readonly notes: readonly string[];
  /** The same, of what went wrong: printed with --quiet too. */
  readonly warnings?: readonly string[];
}

/** What its figures count. */
export const unitsOfTraining = ({ run, corpus }: Pick<Training, 'run' | 'corpus'>): Units =>
  unitsOf({
    tokens: corpus.vocabulary.tokens,
    task: corpus.task?.name,
    network: run.options.model.images?.network,
  });

/**
 * The directory of the temporary file of a text's ids before there is a run: in its directory if that exists, else in
 * the nearest one above it, which is on the same disk.
 */
export function existingDirectory(out: string): string {
  const path = resolve(out);
  const isThere = onDisk(path, () => disk.stat(path)?.isDirectory());
  return isThere || path === dirname(path) ? path : existingDirectory(dirname(path));
}
