import type { Memory } from '../../core/memory.js';
import type { Kernels } from '../../kernels/kernels.js';
import type { LanguageModel } from '../../model/language-model.js';
import type { Pace } from './pace.js';
import type { InspectedText } from './text.js';

/** The kernels, and the memory of the arrays. */
export interface Backend {
  readonly kernels: Kernels;
  readonly memory: Memory;
}

/** What is inspected: a network, built for windows of model.T steps of model.B rows, and the text it reads. */
export interface Subject {
  readonly model: LanguageModel;
  readonly backend: Backend;
  readonly text: InspectedText;
  readonly pace: Pace;
}

/** The window every view reads in: 64 stretches of text side by side, 64 symbols at a time. */
export const WINDOW = { T: 64, B: 64 };
