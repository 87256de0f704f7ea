import { userError } from '../../core/errors.js';
import { openModel, type ModelFile } from '../../runs/checkpoint.js';

/** Opens a network on clips or images. Throws clips/model for one on text. */
export function openNetwork(model: string, clips: string): ModelFile {
  const network = openModel(model);
  if (network.snapshot.model.images !== undefined) return network;
  throw userError('clips/model', { file: network.file, clips });
}
