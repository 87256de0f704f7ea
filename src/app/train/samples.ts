import {
  carriedState,
  createModel,
  modelFromSnapshot,
  type LanguageModel,
} from '../../model/language-model.js';
import { findModel, readCheckpoint } from '../../runs/checkpoint.js';
import type { Backend } from '../../kernels/index.js';
import type { SampleEvent } from '../../train/events.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import { drawText } from '../../sample/draw-text.js';

const LENGTH = 200;

/** Draws what --sample-every asks for: from the weights in training and the carried state. */
export function createSampler({ kernels, memory }: Backend, vocabulary: Vocabulary) {
  let model: LanguageModel | undefined;
  return ({ config, params, state: carried }: SampleEvent): string => {
    model ??= createModel(config, { kernels, memory, T: 1, B: 1, training: false, params });
    model.refresh();
    const state = model.createState();
    for (const [name, values] of Object.entries(state)) values.set(carried[name]!.subarray(0, values.length));
    return drawText(model, vocabulary, LENGTH, state);
  };
}

/** A short text from the best model of a finished run. */
export function sampleOfRun(directory: string, { kernels, memory }: Backend, vocabulary: Vocabulary): string {
  const snapshot = readCheckpoint(findModel(directory));
  const model = modelFromSnapshot(snapshot, { kernels, memory, T: 1, B: 1, training: false });
  return drawText(model, vocabulary, LENGTH, carriedState(snapshot, model));
}
