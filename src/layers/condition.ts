import type { Ids } from '../core/floats.js';
import type { Sequence } from '../core/sequence.js';
import { gradientsOf, weightsOf } from '../core/params.js';
import type { Layer, LayerSetup, Pass, State } from './layer.js';

/**
 * A vector v that a network begins with: it is added to the gates of the first layer at step 0, as the image is in
 * Karpathy & Fei-Fei (2015), "Deep Visual-Semantic Alignments for Generating Image Descriptions", section 3.2:
 *
 *     z_0 += W_c v          dW_c += dz_0ᵀ v
 *
 * Shapes: v [B, D], z_0 [B, N], W_c `condition.weight` [N, D]. `input` computes the other part of z.
 */
export function condition(input: Layer<Ids>, D: number, setup: LayerSetup): Layer<Ids> {
  const { kernels, params, B } = setup;
  const N = input.outputSize;
  const W = weightsOf(params, 'condition.weight');
  const dW = gradientsOf(params, 'condition.weight');

  function forward(x: Ids, state: State, pass: Pass): Sequence {
    const z = input.forward(x, state, pass);
    if (pass.condition) kernels.gemm(false, true, B, N, D, pass.condition, W, 1, z.step[0]!);
    return z;
  }

  function backward(dz: Sequence, dState: State, pass: Pass): Sequence | null {
    if (pass.condition) kernels.gemm(true, false, N, D, B, dz.step[0]!, pass.condition, 1, dW);
    return input.backward(dz, dState, pass);
  }

  return { ...input, forward, backward };
}
