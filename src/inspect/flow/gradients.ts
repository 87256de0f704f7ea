import type { State } from '../../layers/layer.js';
import { createParams } from '../../core/params.js';
import { createModel, type LanguageModel } from '../../model/language-model.js';
import { createLoss } from '../../model/loss.js';
import { modelShapes } from '../../model/shapes.js';
import type { Subject } from '../forward/subject.js';

/** Symbols that are read before the earliest state that is needed. */
const WARM_UP = 256;

/** The same network, on the same weights, built for windows of T steps of B rows and for the backward pass. */
export function backwardModel({ model, backend }: Subject, T: number, B: number): LanguageModel {
  const { kernels, memory } = backend;
  const { weights } = model.params;
  const params = createParams(memory, modelShapes(model.config), { gradients: true, weights });
  const backward = createModel(model.config, { kernels, memory, T, B, training: true, params });
  backward.refresh();
  return backward;
}

/** For every distance k, the states k symbols before each anchor, one anchor per row. */
export function readAnchors(
  model: LanguageModel,
  ids: Int32Array,
  anchors: readonly number[],
  distances: readonly number[],
): State[] {
  const state = model.createState();
  const x = model.createInput();
  const longest = distances.at(-1)!;
  const copies: State[] = [];
  let passed = -(longest + WARM_UP);
  const readTo = (k: number): void => {
    while (passed < -k) {
      const T = Math.min(model.T, -k - passed);
      fill(model, x, ids, anchors, passed + 1, T);
      model.forward(x, state, { T });
      passed += T;
    }
  };
  for (const k of distances.toReversed()) {
    readTo(k);
    copies.unshift(copyState(state));
  }
  return copies;
}

/**
 * The norms of ∂L_t/∂(state at t − k), by name of the state, averaged over the anchors t: the loss of the symbol
 * after t alone, through k steps from the state `before`.
 */
export function gradientNorms(
  { text, backend }: Subject,
  model: LanguageModel,
  anchors: readonly number[],
  k: number,
  before: State,
): Record<string, number> {
  const { T, B, config } = model;
  const { kernels, memory } = backend;
  const x = model.createInput();
  const loss = createLoss(kernels, memory, { T, B, V: config.vocabulary });
  const [targets, mask] = [memory.ids(T * B), memory.floats(T * B)];
  anchors.forEach((t, row) => {
    targets[(k - 1) * B + row] = text.ids[t + 1]!;
    mask[(k - 1) * B + row] = 1;
  });
  const state = model.createState();
  for (const [name, values] of Object.entries(before)) state[name]!.set(values);
  const gradient = model.createState();
  fill(model, x, text.ids, anchors, 1 - k, k);
  const logits = model.forward(x, state, { T: k });
  loss.apply(logits, { y: targets, mask, T: k }, 1);
  model.backward(logits, gradient, { T: k });
  const names = Object.entries(gradient);
  return Object.fromEntries(names.map(([name, values]) => [name, meanNorm(values, anchors.length, B)]));
}

/**
 * x[t][row] = the symbol `offset + t` places from the row's anchor; a place before the text repeats its first symbol.
 */
function fill(
  { B }: LanguageModel,
  x: Int32Array,
  ids: Int32Array,
  anchors: readonly number[],
  offset: number,
  T: number,
): void {
  for (let t = 0; t < T; t++) {
    anchors.forEach((anchor, row) => (x[t * B + row] = ids[Math.max(0, anchor + offset + t)]!));
  }
}

function meanNorm(values: ArrayLike<number>, rows: number, B: number): number {
  const width = values.length / B;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    for (let j = 0; j < width; j++) squares += values[row * width + j]! ** 2;
    sum += Math.sqrt(squares) / rows;
  }
  return sum;
}

function copyState(state: State): State {
  return Object.fromEntries(Object.entries(state).map(([name, values]) => [name, values.slice()]));
}
