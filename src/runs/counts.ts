import { dirname, join } from 'node:path';
import { UserError, userError } from '../core/errors.js';
import type { Snapshot } from '../core/snapshot.js';
import { errorLine } from '../core/wording/index.js';
import { disk, onDisk } from '../disk/disk.js';
import { checkCountsHeader, decodeCounts } from '../formats/counts.js';
import type { Counts } from '../ngram/mixture.js';
import { parseRunConfig, type RunConfig } from './config.js';
import { COUNTS } from './files.js';
import { readTensorFile } from './tensor-file.js';

/** Bytes of the largest file that is read, above the largest that is written (ngram/build-table.ts). */
const MAX_BYTES = 2 ** 29;

/**
 * The counts beside a checkpoint file, those of the run that wrote it; null where there are none and the run kept none.
 * Throws counts/... or safetensors/... where they are missing, damaged or of another text. They lie in memory that can
 * be shared with other threads.
 */
export function readCounts(checkpoint: string, snapshot: Snapshot): Counts | null {
  const config = configOf(snapshot, checkpoint);
  if (config === null) return null;
  const file = join(dirname(checkpoint), COUNTS);
  const stats = onDisk(file, () => disk.stat(file));
  if (stats === undefined) {
    if (!config.options.counts) return null;
    throw userError('counts/missing', { file });
  }
  if (!stats.isFile()) throw userError('counts/not-a-file', { file });
  if (stats.size > MAX_BYTES) {
    throw userError('counts/invalid', { file, why: `${stats.size} bytes are more than any counts take` });
  }
  const of = { vocabulary: snapshot.vocabulary, digest: config.environment.corpus.digest };
  const bytes = readTensorFile(
    file,
    stats.size,
    (header) => void checkCountsHeader(header, of, file),
    (length) => new Uint8Array(new SharedArrayBuffer(length)),
  );
  return decodeCounts(bytes, of, file);
}

/** The counts of a model, or why those that its run kept cannot be used: then the network is used alone. */
export function countsOrWhy(
  file: string,
  snapshot: Snapshot,
): { readonly counts?: Counts; readonly why?: string } {
  try {
    const counts = readCounts(file, snapshot);
    return counts === null ? {} : { counts };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { why: errorLine(error) };
  }
}

/** null for a model without its training, or of a record that cannot be read. */
function configOf({ training, task }: Snapshot, file: string): RunConfig | null {
  if (training === undefined || task !== undefined) return null;
  try {
    return parseRunConfig(training, file);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
