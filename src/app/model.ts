import type { BackendName } from '../kernels/index.js';
import type { LoadedModel as ModelInMemory } from '../in-memory/load-model.js';
import { modelFromSnapshot, type LanguageModel } from '../model/language-model.js';
import { findModel, openModel, type ModelFile } from '../runs/checkpoint.js';
import { createVocabulary } from '../text/vocabulary.js';
import { backendOf } from './backend.js';

export { findModel, openModel, type ModelFile };

/** The model of a request: a checkpoint, or the path of one or of a run. */
export const modelOf = ({ model }: { readonly model: string | ModelFile }): ModelFile =>
  typeof model === 'string' ? openModel(model) : model;

/** A trained model from a file, built for a window. */
export interface LoadedModel extends ModelInMemory, ModelFile {
  readonly model: LanguageModel;
}

/** Loads the model at `path`, a checkpoint file or a run directory, for windows of T steps and B rows. */
export async function loadModel(
  path: string,
  choice: 'auto' | BackendName,
  { T, B }: { T: number; B: number },
): Promise<LoadedModel> {
  const { file, snapshot } = openModel(path);
  const backend = await backendOf(choice);
  const { kernels, memory } = backend;
  const model = modelFromSnapshot(snapshot, { kernels, memory, T, B, training: false });
  return { file, snapshot, model, vocabulary: createVocabulary(snapshot.vocabulary), backend };
}
