import { createRng } from '../../core/rng.js';
import { initialize, type Initialization } from '../../model/initialize.js';
import { createModel, type LanguageModel } from '../../model/language-model.js';
import type { Subject } from '../subject.js';

/** How networks begin unless their checkpoint says otherwise: U(±1/√H), forget bias 1. */
export const usualBeginning: Beginning = {
  seed: 1,
  how: { distribution: 'uniform', scale: null, zeroBiases: false, forgetBias: 1 },
};

/** All that decides the first weights of a network. */
export interface Beginning {
  readonly seed: number;
  readonly how: Initialization;
}

/** The network as it was before training: the same sizes, the first weights of that seed. */
export function untrainedBaseline({ model, backend }: Subject, { seed, how }: Beginning): LanguageModel {
  const { kernels, memory } = backend;
  const twin = createModel(model.config, { kernels, memory, T: model.T, B: model.B, training: false });
  initialize(twin.params, model.config, how, createRng(seed));
  twin.refresh();
  return twin;
}
