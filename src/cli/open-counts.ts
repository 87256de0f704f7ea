import type { Snapshot } from '../core/snapshot.js';
import type { Counts } from '../ngram/mixture.js';
import { sanitizeLine } from '../report/sanitize.js';
import { countsOrWhy } from '../runs/counts.js';
import type { Output } from './terminal/output.js';

/**
 * The counts of a model, undefined where it has none or `without` them. Where they should be there and cannot be used,
 * that is said, and the network is used alone.
 */
export async function openCounts(
  file: string,
  snapshot: Snapshot,
  without: boolean,
  err: Output,
): Promise<Counts | undefined> {
  if (without) return undefined;
  const { counts, why } = countsOrWhy(file, snapshot);
  if (why !== undefined) await err.write(`without counts: ${sanitizeLine(why)}\n`);
  return counts;
}
