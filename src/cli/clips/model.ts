import { userError } from '../../core/errors.js';
import type { Snapshot } from '../../core/snapshot.js';
import { findModel, readCheckpoint } from '../../runs/checkpoint.js';
import { readClips } from '../../material/images/clips.js';
import type { Clips } from '../../data/clips.js';
import { checkFit } from '../../material/images/fit.js';

/** A network on clips, and clips for it to read. */
export interface ClipSubject {
  readonly file: string;
  readonly snapshot: Snapshot;
  readonly clips: Clips;
}

/** Opens both. Throws clips/model for a network on text, and clips/fit for clips of another size. */
export async function openClipSubject(
  model: string,
  path: string,
  options: Parameters<typeof readClips>[1] = {},
): Promise<ClipSubject> {
  const { file, snapshot } = openNetwork(model, path);
  const { clips } = await readClips(path, options);
  checkFit(snapshot, clips, path);
  return { file, snapshot, clips };
}

/** Opens a network on clips or images. Throws clips/model for one on text. */
export function openNetwork(model: string, clips: string): Pick<ClipSubject, 'file' | 'snapshot'> {
  const file = findModel(model);
  const snapshot = readCheckpoint(file);
  if (snapshot.model.images === undefined) throw userError('clips/model', { file, clips });
  return { file, snapshot };
}
