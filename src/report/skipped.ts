import type { Skipped } from '../material/text/corpus-files.js';
import { sanitizeLine } from './sanitize.js';

/** Files that are listed one by one; of more, the number is given. */
const LISTED = 20;

/** A line for each file of a corpus that was skipped, and why. */
export function skippedLines(skipped: readonly Skipped[]): string[] {
  const lines = skipped.slice(0, LISTED).map(({ file, why }) => sanitizeLine(`skipped ${file}: ${why}`));
  const more = skipped.length - lines.length;
  return more > 0 ? [...lines, `skipped ${more} more`] : lines;
}
