import type { Snapshot } from '../core/snapshot.js';
import { decodeCheckpoint } from '../formats/checkpoint/checkpoint.js';
import { chooseBackend, type Backend, type BackendName } from '../kernels/index.js';
import { createVocabulary, type Vocabulary } from '../text/vocabulary.js';

/** A trained model, ready to be sampled, evaluated and inspected. */
export interface LoadedModel {
  readonly snapshot: Snapshot;
  readonly vocabulary: Vocabulary;
  readonly backend: Backend;
}

/**
 * Loads the bytes of a checkpoint file. Throws a UserError (checkpoint/..., safetensors/...) for bytes that are not
 * an intact checkpoint.
 *
 * @example
 * const model = await loadModel(readFileSync('runs/moby/best.safetensors'));
 */
export async function loadModel(
  bytes: Uint8Array,
  backend: 'auto' | BackendName | Backend = 'auto',
): Promise<LoadedModel> {
  const snapshot = decodeCheckpoint(bytes);
  return {
    snapshot,
    vocabulary: createVocabulary(snapshot.vocabulary),
    backend: typeof backend === 'string' ? await chooseBackend(backend) : backend,
  };
}
