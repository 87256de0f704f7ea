import { userError } from '../../core/errors.js';
import type { ImageConfig } from '../../core/snapshot.js';
import { imagesPreset, presets } from '../../train/presets.js';
import { corpusName } from '../corpus-name.js';
import type { MaterialKind } from '../material.js';
import { commonRequest, type PresetFields } from '../request.js';
import { tableOrigin } from '../table/request.js';

/** Clips or images with labels, and images with captions: an .npz file, and a table where the captions are not in it. */
export const imagesKind: MaterialKind = {
  name: 'images',
  accepts: ({ files }) => files.some(isClips),
  isOf: ({ model }) => model.images !== undefined,
  purpose(task = 'classify') {
    if (task === 'classify' || task === 'language') return 'clips';
    if (task === 'generate') return 'captions';
    const expected = 'classify (the default) or generate, for an .npz file';
    throw userError('usage/value', { flag: '--task', value: task, expected });
  },
  nameOf: (files) => corpusName(files.find(isClips)!),
  request(fields) {
    const common = commonRequest(fields);
    const file = (common.own?.validation ?? common.own?.test)?.file;
    if (file !== undefined) {
      const flag = common.own?.validation ? '--val' : '--test';
      throw userError('usage/value', { flag, value: file, expected: 'a share, for an .npz file' });
    }
    if (imagesKind.purpose(fields.task) === 'clips') return common;
    return { ...common, tokens: 'chars', table: tableOrigin({ ...fields, from: [] }, 'generate') };
  },
  preset: (fields) => imagesPreset(presets[fields.preset ?? 'default'], networkOf(fields)),
  transferred: 'cnn',
};

/** Whether a file is of clips or images: by its name, since it is read as a whole. */
export const isClips = (file: string): boolean => file.endsWith('.npz');

/** The network on images, of a size that is known once they are read. Throws usage/value for an even kernel. */
function networkOf({ task, network = 'conv', kernel = 3 }: PresetFields): ImageConfig {
  if (kernel % 2 === 0)
    throw userError('usage/value', { flag: '--kernel', value: kernel, expected: 'an odd number' });
  return {
    network: task === 'generate' ? 'captions' : network,
    size: 0,
    channels: 0,
    kernel,
    features: FEATURES,
  };
}

/** Features that a CNN finds in an image. */
const FEATURES = 64;
