import type { Batch } from '../data/batch.js';
import type { Floats, Ids } from '../core/floats.js';
import type { Kernels } from '../kernels/kernels.js';
import type { Memory } from '../core/memory.js';
import type { Sequence } from '../core/sequence.js';

/**
 * Softmax cross-entropy over the steps that a mask shows, in nats:
 *
 *     L = Σ_r mask_r · (−log p_r)        p = softmax(logits)[target]
 *
 * What is trained is what the mask shows: 1 everywhere for a language model (aligned many-to-many), 1 at the last step
 * for many-to-one, 1 on the answer for sequence-to-sequence.
 */
export interface Loss {
  /** −log p of each of the last window's T·B places, unmasked. */
  readonly nats: Floats;
  /**
   * Returns L for logits [T,B,V] of a batch and turns them into scale·∂L/∂logits, in place. `best` receives the likeliest
   * symbols [T,B].
   */
  apply(logits: Sequence, batch: Answers, scale: number, best?: Ids): number;
}

/** What a batch says of the outputs: targets [T,B], and which of them count. */
export type Answers = Pick<Batch, 'y' | 'mask' | 'T'>;

export function createLoss(
  kernels: Kernels,
  memory: Memory,
  sizes: { T: number; B: number; V: number },
): Loss {
  const { B, V } = sizes;
  const nats = memory.floats(sizes.T * B);
  return {
    nats,
    apply: (logits, { y, mask, T }, scale, best) =>
      kernels.softmaxCrossEntropy(T * B, V, logits.data, y, mask, scale, nats, best),
  };
}

/** How well a batch was predicted, over what its mask shows. */
export interface Outcome {
  /** Σ −log p or, with mean squared errors, their sum. */
  readonly nats: number;
  /**
   * What metrics are made of. Of symbols: predictions whose likeliest symbol was right, and rows all of whose predictions
   * were. Of numbers: Σ |error| and Σ error², in the units of their columns.
   */
  readonly tally: readonly [number, number];
}

/** The loss that a network is trained for: of symbols and labels, or of numbers. */
export interface BatchLoss {
  /** Returns L and turns `outputs` into scale·∂L/∂outputs, in place. */
  apply(outputs: Sequence, batch: Answers, scale: number): number;
  /** Measures, and leaves nothing of use in `outputs`. `best` receives the likeliest symbols [T,B], where there are any. */
  evaluate(outputs: Sequence, batch: Answers, best: Ids): Outcome;
}

/** The same for the likeliest of V outputs. */
export function createSymbolLoss(
  kernels: Kernels,
  memory: Memory,
  sizes: { readonly T: number; readonly B: number; readonly V: number },
): BatchLoss {
  const loss = createLoss(kernels, memory, sizes);
  return {
    apply: loss.apply,
    evaluate: (logits, batch, best) => ({
      nats: loss.apply(logits, batch, 0, best),
      tally: countHits(batch, best, sizes.B),
    }),
  };
}

function countHits({ T, y, mask }: Answers, best: Ids, B: number): [hits: number, exact: number] {
  let hits = 0;
  let exact = 0;
  for (let b = 0; b < B; b++) {
    let shown = 0;
    let right = 0;
    for (let at = b; at < T * B; at += B) {
      if (mask[at] === 0) continue;
      shown += 1;
      if (best[at] === y[at]) right += 1;
    }
    hits += right;
    if (shown > 0 && right === shown) exact += 1;
  }
  return [hits, exact];
}
