import type { Ids } from '../core/floats.js';
import { paramsBelow } from '../core/params.js';
import type { Sequence } from '../core/sequence.js';
import type { ModelConfig } from '../core/snapshot.js';
import type { Layer, LayerSetup, Pass, State } from '../layers/layer.js';
import { buildCells } from './build.js';
import { saltOf, type Parts } from './parts.js';
import { sourceConfig } from './shapes.js';
import { stack } from './stack.js';

/** Distinguishes the dropout of the source network from that of the target's. */
const SOURCE_SALT = saltOf(1000);

/**
 * Two networks over one State (Sutskever, Vinyals & Le 2014; Cho et al. 2014): the source network reads
 * s1 ... sn from zeros, and `target` begins with the state that it leaves.
 *
 *     source   s1 ─► □ ─► s2 ─► □ ─► ... ─► sn ─► □ ─┐ h, c of every layer
 *     target                                         └─► □ ─► t1 ─► □ ─► t2 ...
 *
 * Backward takes the same path: the source network continues from the ∂L/∂state that the target network leaves at its
 * step 0. What it reads is in `pass.source`; without it only the target network runs, from the state it is given.
 */
export function encoderDecoder(
  config: ModelConfig,
  target: Layer<Ids>,
  setup: LayerSetup,
): { readonly network: Layer<Ids>; readonly source: Parts['recurrent'] } {
  const { memory, params, T, B, training } = setup;
  const parts = buildCells(sourceConfig(config)!, { ...setup, params: paramsBelow(params, 'source.') });
  const source = stack(parts.first, parts.rest);
  // the outputs of the source network are used nowhere: only its state is
  const zeros = memory.floats(training ? B * config.hidden : 0);
  const dy: Sequence = { data: zeros, step: Array.from({ length: T }, () => zeros) };

  function sourcePass({ source, dropoutKey }: Pass): Pass {
    const { T, starts } = source!;
    return { T, starts, dropoutKey: dropoutKey === undefined ? undefined : dropoutKey ^ SOURCE_SALT };
  }

  const network: Layer<Ids> = {
    ...target,
    refresh() {
      source.refresh();
      target.refresh();
    },
    forward(x: Ids, state: State, pass: Pass): Sequence {
      if (pass.source) source.forward(pass.source.x, state, sourcePass(pass));
      return target.forward(x, state, pass);
    },
    backward(dLogits: Sequence, dState: State, pass: Pass): null {
      target.backward(dLogits, dState, pass);
      if (pass.source) source.backward(dy, dState, sourcePass(pass));
      return null;
    },
  };
  return { network, source: parts.recurrent };
}
