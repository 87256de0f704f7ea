import type { Floats, Ids } from '../core/floats.js';
import type { Sequence } from '../core/sequence.js';
import { gradientsOf, weightsOf } from '../core/params.js';
import type { Layer, LayerSetup, Pass, State } from './layer.js';

/** The source of the vectors [B, D]: the batch, or a network that is trained through them. */
export interface ConditionSource {
  readonly D: number;
  /** v of this pass; undefined where the network continues from a state. */
  read(pass: Pass): Floats | undefined;
  refresh?(): void;
  /** dv of the last pass. */
  learn?(dv: Floats): void;
}

/** D numbers for each row of the batch. */
export const numbers = (D: number): ConditionSource => ({ D, read: ({ condition }) => condition });

/**
 * A vector v that conditions a network: it is added to the gates of the first layer at step 0, as the image is in
 * Karpathy & Fei-Fei (2015), "Deep Visual-Semantic Alignments for Generating Image Descriptions", section 3.2:
 *
 *     z_0 += W_c v          dW_c += dz_0ᵀ v          dv = dz_0 W_c
 *
 * Shapes: v [B, D], z_0 [B, N], W_c `condition.weight` [N, D]. `input` computes the other part of z.
 */
export function condition(input: Layer<Ids>, source: ConditionSource, setup: LayerSetup): Layer<Ids> {
  const { kernels, memory, params, B, training } = setup;
  const { D } = source;
  const N = input.outputSize;
  const W = weightsOf(params, 'condition.weight');
  const dW = gradientsOf(params, 'condition.weight');
  const dv = memory.floats(training && source.learn ? B * D : 0);
  let v: Floats | undefined;

  function forward(x: Ids, state: State, pass: Pass): Sequence {
    v = source.read(pass);
    const z = input.forward(x, state, pass);
    if (v) kernels.gemm(false, true, B, N, D, v, W, 1, z.step[0]!);
    return z;
  }

  function backward(dz: Sequence, dState: State, pass: Pass): Sequence | null {
    if (v) kernels.gemm(true, false, N, D, B, dz.step[0]!, v, 1, dW);
    if (v && source.learn) {
      kernels.gemm(false, false, B, D, N, dz.step[0]!, W, 0, dv);
      source.learn(dv);
    }
    return input.backward(dz, dState, pass);
  }

  function refresh(): void {
    source.refresh?.();
    input.refresh();
  }

  return { ...input, refresh, forward, backward };
}
