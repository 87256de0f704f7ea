import { userError } from '../../core/errors.js';
import type { Snapshot } from '../../core/snapshot.js';
import { findModel, readCheckpoint } from '../../files/checkpoint.js';
import { readClips } from '../../files/clips.js';
import type { Clips } from '../../data/clips.js';

/** A network on clips, and clips for it to read. */
export interface ClipSubject {
  readonly file: string;
  readonly snapshot: Snapshot;
  readonly clips: Clips;
}

/** Opens both. Throws clips/model for a network on text, and clips/fit for clips of another size. */
export async function openClipSubject(model: string, path: string): Promise<ClipSubject> {
  const file = findModel(model);
  const snapshot = readCheckpoint(file);
  const { images } = snapshot.model;
  if (images === undefined) throw userError('clips/model', { file, clips: path });
  const { clips } = await readClips(path);
  if (clips.S !== images.size || clips.C !== images.channels) {
    const [has, wanted] = [
      [clips.C, clips.S],
      [images.channels, images.size],
    ].map(([C, S]) => `${C} channel(s) of ${S}×${S} pixels`) as [string, string];
    throw userError('clips/fit', { file: path, has, wanted });
  }
  return { file, snapshot, clips };
}
