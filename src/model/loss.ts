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
