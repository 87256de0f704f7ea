import type { Ids } from '../core/floats.js';
import type { Layer, LayerSetup, Pass, State } from './layer.js';
import { gradientsOf, weightsOf } from '../core/params.js';
import { createSequence, type Sequence } from '../core/sequence.js';
import type { ProductNames } from './product.js';
import type { SymbolDropout } from './symbol-dropout.js';

/**
 * The input product of a network that is fed with symbols, as one table with a row for each of V symbols:
 *
 *     P = E W_ihᵀ + b    E [V, D], W_ih [N, D], b [N], P [V, N]
 *     y_t = P[x_t]       x [T, B] symbols, y [T, B, N]
 *
 * One-hot input is the special case E = I: then P = W_ihᵀ + b. The table is folded once per change of the weights, so
 * that a step is a look-up and never a product with a mostly-zero matrix. Backward gathers dP, one row per symbol, and
 * sends it through the product once:
 *
 *     dP[x_t] += dy_t    dE += dP W_ih       dW_ih += dPᵀ E       db += Σ dP
 *
 * With `dropout`, which may hide symbols, the table has one more row for an absent one: b alone.
 */
export function embedding(
  names: ProductNames & { readonly embedding: string | null },
  sizes: { readonly V: number; readonly D: number; readonly N: number },
  setup: LayerSetup,
  dropout?: SymbolDropout,
): Layer<Ids> {
  const { kernels, memory, params, T, B, training } = setup;
  const { V, D, N } = sizes;
  const W = weightsOf(params, names.weight);
  const dW = gradientsOf(params, names.weight);
  const E = names.embedding === null ? null : weightsOf(params, names.embedding);
  const dE = names.embedding === null ? null : gradientsOf(params, names.embedding);
  const biases = names.biases.map((name) => weightsOf(params, name));
  const dBiases = names.biases.map((name) => gradientsOf(params, name));
  const bias = memory.floats(N);
  const rows = dropout ? V + 1 : V;
  const P = memory.floats(rows * N);
  const dP = memory.floats(training ? rows * N : 0);
  const y = createSequence(memory, T, B, N);
  let x: Ids;

  function refresh(): void {
    bias.fill(0);
    for (const b of biases) kernels.add(N, b, bias);
    kernels.broadcastRows(rows, N, bias, P);
    if (E === null) kernels.transpose(N, V, W, 1, P);
    else kernels.gemm(false, true, V, N, D, E, W, 1, P);
  }

  function forward(input: Ids, _state: State, pass: Pass): Sequence {
    x = dropout ? dropout(input, pass) : input;
    kernels.gatherRows(pass.T * B, N, P, x, y.data);
    return y;
  }

  function backward(dy: Sequence, _dState: State, pass: Pass): null {
    kernels.zero(rows * N, dP);
    kernels.scatterAddRows(pass.T * B, N, dy.data, x, dP);
    for (const db of dBiases) kernels.sumRows(rows, N, dP, db);
    if (E === null || dE === null) {
      kernels.transpose(V, N, dP, 1, dW);
    } else {
      kernels.gemm(true, false, N, D, V, dP, E, 1, dW);
      kernels.gemm(false, false, V, D, N, dP, W, 1, dE);
    }
    return null;
  }

  return { outputSize: N, output: y, stateShape: {}, caches: new Map(), refresh, forward, backward };
}
