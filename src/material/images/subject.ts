import { userError } from '../../core/errors.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { InspectedData } from '../../inspect/forward/subject.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import type { SubjectOptions } from '../material.js';
import { readClips } from './clips.js';
import { checkFit } from './fit.js';
import { isClips } from './kind.js';

/** The clips of a file that a network reads. Throws clips/needed, clips/fit, clips/images, usage/extra-argument. */
export async function namedClips(
  files: readonly string[],
  { snapshot }: ModelFile,
  { memory, watch }: SubjectOptions,
): Promise<InspectedData> {
  const file = files.find(isClips);
  if (file === undefined) throw clipsNeeded(snapshot);
  const other = files.find((path) => path !== file);
  if (other !== undefined)
    throw userError('usage/extra-argument', { value: other, usage: 'char-rnn inspect <model> <clips.npz>' });
  const { clips } = await readClips(file, watch);
  checkFit(snapshot, clips, file);
  const { T, S, C } = clips;
  const pixels = memory.floats((T ?? 1) * S * S * C);
  return { clips: { name: file, clips, snapshot, pixels } };
}

export const clipsNeeded = ({ model }: Pick<Snapshot, 'model'>) =>
  userError('clips/needed', { network: model.images!.network });
