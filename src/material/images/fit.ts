import { userError } from '../../core/errors.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { Clips } from '../../data/clips.js';

/** Throws clips/fit for images of another size, clips/images for clips where the network describes images. */
export function checkFit({ model, task }: Snapshot, { C, S, T }: Clips, file: string): void {
  const { size, channels } = model.images!;
  if (task && T !== null) throw userError('clips/images', { file, frames: T });
  if (S === size && C === channels) return;
  const words = (C: number, S: number) => `${C} channel(s) of ${S}×${S} pixels`;
  throw userError('clips/fit', { file, has: words(C, S), wanted: words(channels, size) });
}
