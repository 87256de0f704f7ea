import type { Ids } from '../core/floats.js';
import { gradientsOf, weightsOf } from '../core/params.js';
import { createSequence, type Sequence } from '../core/sequence.js';
import type { LayerSetup, Pass, State } from './layer.js';

/** The sizes of a table of n-grams; kept with the network. */
export interface NgramOptions {
  /** n: the last 2, 3, ... n symbols are looked up. */
  readonly order: number;
  /** R. */
  readonly rows: number;
  /** E. */
  readonly size: number;
  /** Probability with which an element of e is dropped while training. */
  readonly dropout: number;
}

/** What the last symbols say about the next, beside the network: added to its logits. */
export interface Ngrams {
  /** The last n − 1 symbols s, the newest first: `{ context: n − 1 }`. */
  readonly stateShape: Readonly<Record<string, number>>;
  /** Adds U e to logits [T, B, V], for symbols x [T, B]; moves `state.context` on. */
  add(x: Ids, state: State, pass: Pass, logits: Sequence): void;
  /** Adds the gradients of E and U, for the window of the last `add`. */
  learn(dlogits: Sequence, pass: Pass): void;
}

/** P is the largest prime below 2²⁶, A is near 2²⁶ / φ: A·h is below 2⁵², so that a double, an int64 of ONNX and one of
 * PyTorch all hold it exactly. */
export const [HASH_PRIME, HASH_FACTOR] = [67_108_859, 41_475_557] as const;

/**
 * Direct connections from n-grams to the output (Mikolov et al. 2011, "Strategies for training large scale neural network
 * language models", RNNME; here the rows are embeddings):
 *
 *     e_t = Σ_{k = 2 ... n} E[h_k mod R]         logits_t += U e_t
 *     h_1 = s_t      h_k = (A·h_{k−1} + s_{t−k+1}) mod P
 *
 * s is the id of a symbol plus 1, and 0 before the text begins. Rows are hashed: n-grams that meet in one share it. So
 * the network need not hold the last few symbols in its state to know what usually follows them.
 *
 * Shapes: E `ngrams.weight` [R, E], U `ngrams.decoder` [V, E], e [T, B, E], context [B, n − 1].
 */
export function ngrams(options: NgramOptions, V: number, salt: number, setup: LayerSetup): Ngrams {
  const { kernels, memory, params, T, B, training } = setup;
  const { first, total } = setup.batchRows ?? { first: 0, total: B };
  const { order, rows: R, size: E, dropout: p } = options;
  const [table, dTable] = [weightsOf(params, 'ngrams.weight'), gradientsOf(params, 'ngrams.weight')];
  const [U, dU] = [weightsOf(params, 'ngrams.decoder'), gradientsOf(params, 'ngrams.decoder')];
  const places = Array.from({ length: order - 1 }, () => memory.ids(T * B));
  const e = createSequence(memory, T, B, E);
  const row = createSequence(memory, T, B, E);
  const de = createSequence(memory, training ? T : 0, B, E);

  function drop({ data }: Sequence, { T, dropoutKey }: Pass): void {
    if (p === 0 || dropoutKey === undefined) return;
    kernels.dropout(T, B, E, first, total, 1 - p, dropoutKey ^ salt, data, data);
  }

  function add(x: Ids, state: State, pass: Pass, logits: Sequence): void {
    const n = pass.T * B;
    lookUp(x, state['context']!, pass.T, { B, R, places });
    kernels.zero(n * E, e.data);
    for (const ids of places) {
      kernels.gatherRows(n, E, table, ids, row.data);
      kernels.add(n * E, row.data, e.data);
    }
    drop(e, pass);
    kernels.gemm(false, true, n, V, E, e.data, U, 1, logits.data);
  }

  function learn(dlogits: Sequence, pass: Pass): void {
    const n = pass.T * B;
    kernels.gemm(true, false, V, E, n, dlogits.data, e.data, 1, dU);
    kernels.gemm(false, false, n, E, V, dlogits.data, U, 0, de.data);
    drop(de, pass);
    for (const ids of places) kernels.scatterAddRows(n, E, de.data, ids, dTable);
  }

  return { stateShape: { context: order - 1 }, add, learn };
}

/** Writes the row of each k-gram into places[k − 2], [T, B], and moves the context [B, n − 1] on by T symbols. */
function lookUp(
  x: Ids,
  context: State[string],
  T: number,
  { B, R, places }: { readonly B: number; readonly R: number; readonly places: readonly Ids[] },
): void {
  const back = places.length;
  for (let b = 0; b < B; b++) {
    const own = context!.subarray(b * back, (b + 1) * back);
    /** s of step t, where t < 0 is in the context. */
    const symbol = (t: number): number => (t >= 0 ? x[t * B + b]! + 1 : own[-1 - t]!);
    for (let t = 0; t < T; t++) {
      let hash = symbol(t);
      for (let k = 1; k <= back; k++) {
        hash = (hash * HASH_FACTOR + symbol(t - k)) % HASH_PRIME;
        places[k - 1]![t * B + b] = hash % R;
      }
    }
    own.set(Array.from({ length: back }, (_, k) => symbol(T - 1 - k)));
  }
}
