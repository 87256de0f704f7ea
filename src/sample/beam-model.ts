import type { Clamp } from '../layers/layer.js';
import type { LanguageModel } from '../model/language-model.js';
import { outputsOf } from '../model/shapes.js';
import { beamSearch, type BeamOptions, type Hypothesis } from './beam.js';
import type { Start } from './rows.js';

/** Beam search in a model built for T = 1 and B ≥ K: each live hypothesis is a batch row. */
export type ModelBeam = (start: Start, options: BeamOptions, clamps?: readonly Clamp[]) => Hypothesis[];

/** A reusable beam search. */
export function createModelBeam(model: LanguageModel): ModelBeam {
  const O = outputsOf(model.config);
  const x = model.createInput();
  const state = model.createState();
  const before = model.createState();

  /** Every hypothesis gets the state of the one it continues. */
  function reorder(parents: readonly number[]): void {
    for (const name in state) {
      const width = state[name]!.length / model.B;
      before[name]!.set(state[name]!);
      parents.forEach((parent, b) => {
        state[name]!.set(before[name]!.subarray(parent * width, (parent + 1) * width), b * width);
      });
    }
  }

  return (start, options, clamps) => {
    for (const name in state) {
      const width = start.state[name]!.length;
      for (let b = 0; b < model.B; b++) state[name]!.set(start.state[name]!, b * width);
    }
    return beamSearch(
      start.logits,
      (parents, ids) => {
        reorder(parents);
        x.set(ids);
        const logits = model.forward(x, state, { T: 1, clamps }).step[0]!;
        return ids.map((_, b) => logits.subarray(b * O, (b + 1) * O));
      },
      options,
    );
  };
}

/** One beam search; see createModelBeam. */
export function beamOfModel(model: LanguageModel, ...args: Parameters<ModelBeam>): Hypothesis[] {
  return createModelBeam(model)(...args);
}
