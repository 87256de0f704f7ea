import { carriedState, modelFromSnapshot, type LanguageModel } from '../model/language-model.js';
import { createRng } from '../core/rng.js';
import type { Memory } from '../core/memory.js';
import type { Snapshot } from '../core/snapshot.js';
import type { Kernels } from '../kernels/kernels.js';
import { createChooser } from './choice.js';

/** The change of the loss, in nats per symbol, from which 16-bit weights are not used. */
export const MOST_CHANGE = 0.002;
/** Smaller networks are not tried: they fit in the first cache either way. */
const LEAST_WEIGHTS = 50_000;
/** Symbols on which it is measured. */
const SYMBOLS = 128;

/** Builds the models that draw texts, with 16-bit weights where that hardly changes the loss. */
export interface Sampling {
  /**
   * A model of B rows for T = 1. Rows do not depend on one another, nor on B. With `exact`, its weights have 32 bits.
   */
  createModel(B: number, exact?: boolean): LanguageModel;
  readonly bits: 16 | 32;
  /** By how much 16 bits change the loss, in nats per symbol; null where they were not tried. */
  readonly lossChange: number | null;
}

/**
 * Decides between weights of 16 and 32 bits. Sixteen are used with `reduced`, where the kernels have SIMD for them
 * (plain loops are not faster with fewer bits), the network is large enough to gain, and the loss on a text that the
 * network itself writes changes by less than .002 nats.
 */
export function openSampling(
  snapshot: Snapshot,
  { kernels, memory }: { readonly kernels: Kernels; readonly memory: Memory },
  reduced: boolean,
): Sampling {
  const create = (own: Kernels) => (B: number) =>
    modelFromSnapshot(snapshot, { kernels: own, memory, T: 1, B, training: false });
  const exact = create(independentRows(kernels));
  let weights = 0;
  for (const { data } of snapshot.weights.values()) weights += data.length;
  if (!reduced || kernels.name === 'js' || weights < LEAST_WEIGHTS)
    return { createModel: exact, bits: 32, lossChange: null };
  const rounded = create(int16Weights(kernels));
  const first = rounded(1);
  const lossChange = measureChange(snapshot, exact(1), first);
  if (!(Math.abs(lossChange) < MOST_CHANGE)) return { createModel: exact, bits: 32, lossChange };
  const createModel: Sampling['createModel'] = (B, wantExact = false) => {
    if (wantExact) return exact(B);
    return B === 1 ? first : rounded(B);
  };
  return { createModel, bits: 16, lossChange };
}

/** How much higher the loss of `other` is on a text that `model` writes, in nats per symbol. */
function measureChange(snapshot: Snapshot, model: LanguageModel, other: LanguageModel): number {
  const rng = createRng(1);
  const V = model.config.vocabulary;
  const x = model.createInput();
  const state = carriedState(snapshot, model);
  const otherState = carriedState(snapshot, other);
  const choose = createChooser(V, { temperature: 1 });
  const chooseOther = createChooser(V, { temperature: 0 });
  let change = 0;
  for (let n = 0; n < SYMBOLS; n++) {
    const { id, logprob } = choose(model.forward(x, state, { T: 1 }).step[0]!, rng);
    const { probabilities } = chooseOther(other.forward(x, otherState, { T: 1 }).step[0]!, rng);
    change += logprob - Math.log(probabilities[id]!);
    x[0] = id;
  }
  return change / SYMBOLS;
}

/** Kernels whose products give a row, or a map, the same bytes whatever the others are. */
export function independentRows(kernels: Kernels): Kernels {
  return { ...kernels, gemmPacked: kernels.gemmPackedRows, convolve: kernels.convolveMaps };
}

/** The same with 16-bit weights: half the memory traffic per character, at nearly the same loss. */
export function int16Weights(kernels: Kernels): Kernels {
  const { createPacked16, pack16, gemmPacked16 } = kernels;
  return { ...kernels, createPacked: createPacked16, pack: pack16, gemmPacked: gemmPacked16 };
}
