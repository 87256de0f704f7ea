import type { LanguageModel } from '../../model/language-model.js';
import { backwardModel } from './gradients.js';
import { singularValues } from './spectrum.js';
import type { Subject } from '../forward/subject.js';

type Place = Readonly<Record<string, Float32Array>>;

/**
 * The singular values of one step's Jacobian, layer by layer: how much a small change of a layer's state (h, and for an
 * LSTM c) grows or shrinks in one step. Row i of the Jacobian is the gradient of state element i, so that one backward
 * pass with a row of the batch for each element gives all of it. A mean over the given places.
 */
export async function stepSpectra(subject: Subject, places: readonly Place[]): Promise<number[][]> {
  const names = subject.model.layers.map(({ stateShape }) => Object.keys(stateShape));
  const size = names[0]!.length * subject.model.config.hidden;
  const model = backwardModel(subject, 1, size);
  const spectra = names.map(() => new Float64Array(size));
  for (const place of places) {
    for (const [layer, ofLayer] of names.entries()) {
      const J = jacobian(model, place, ofLayer, subject.text.ids[0]!);
      const values = await singularValues(J, size, size, subject.pace);
      values.forEach((value, i) => (spectra[layer]![i]! += value / places.length));
    }
  }
  return spectra.map((spectrum) => Array.from(spectrum));
}

/** [size, size] for the states of one layer, side by side, at one place. */
function jacobian(
  model: LanguageModel,
  place: Place,
  names: readonly string[],
  symbol: number,
): Float64Array {
  const { B: size } = model;
  const width = model.config.hidden;
  const state = model.createState();
  const gradient = model.createState();
  for (const [name, values] of Object.entries(place)) {
    for (let row = 0; row < size; row++) state[name]!.set(values, row * width);
  }
  for (let i = 0; i < size; i++) gradient[names[Math.floor(i / width)]!]![i * width + (i % width)] = 1;
  const x = model.createInput().fill(symbol);
  const logits = model.forward(x, state, { T: 1 });
  logits.data.fill(0);
  model.backward(logits, gradient, { T: 1 });
  const J = new Float64Array(size * size);
  names.forEach((name, part) => {
    for (let row = 0; row < size; row++) {
      for (let j = 0; j < width; j++) J[row * size + part * width + j] = gradient[name]![row * width + j]!;
    }
  });
  return J;
}
