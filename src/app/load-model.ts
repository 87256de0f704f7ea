import { findModel, readCheckpoint } from '../runs/checkpoint.js';
import type { Backend } from '../kernels/index.js';
import { backendOf } from './backend.js';
import type { LoadedModel as LibraryModel } from '../in-memory/load-model.js';
import { modelFromSnapshot, type LanguageModel } from '../model/language-model.js';
import { createVocabulary } from '../text/vocabulary.js';

/** A trained model from a file, built for a window. */
export interface LoadedModel extends LibraryModel {
  /** The checkpoint file it came from. */
  readonly file: string;
  readonly model: LanguageModel;
}

/** Loads the model at `path`, a checkpoint file or a run directory, for windows of T steps and B rows. */
export async function loadModel(
  path: string,
  choice: 'auto' | Backend['name'],
  { T, B }: { T: number; B: number },
): Promise<LoadedModel> {
  const file = findModel(path);
  const snapshot = readCheckpoint(file);
  const backend = await backendOf(choice);
  const { kernels, memory } = backend;
  const model = modelFromSnapshot(snapshot, { kernels, memory, T, B, training: false });
  return { file, snapshot, model, vocabulary: createVocabulary(snapshot.vocabulary), backend };
}
