import type { Snapshot } from '../core/snapshot.js';
import { findModel, readCheckpoint } from '../files/checkpoint.js';
import { chooseBackend, type Backend } from '../kernels/index.js';
import { modelFromSnapshot, type LanguageModel } from '../model/language-model.js';
import { createVocabulary, type Vocabulary } from '../text/vocabulary.js';

/** A trained model, ready to read. */
export interface LoadedModel {
  /** The checkpoint file it came from. */
  readonly file: string;
  readonly snapshot: Snapshot;
  readonly model: LanguageModel;
  readonly vocabulary: Vocabulary;
  readonly backend: Backend;
}

/** Loads the model that `path` means, a checkpoint file or a run directory, for windows of T steps and B rows. */
export async function loadModel(
  path: string,
  choice: 'auto' | Backend['name'],
  { T, B }: { T: number; B: number },
): Promise<LoadedModel> {
  const file = findModel(path);
  const snapshot = readCheckpoint(file);
  const backend = await chooseBackend(choice);
  const { kernels, memory } = backend;
  const model = modelFromSnapshot(snapshot, { kernels, memory, T, B, training: false });
  return { file, snapshot, model, vocabulary: createVocabulary(snapshot.vocabulary), backend };
}
