import type { Layer, LayerSetup, Pass, State } from './layer.js';
import { stateless } from './stateless.js';
import { createSequence, type Sequence } from '../core/sequence.js';

/**
 * Inverted dropout (Srivastava et al. 2014) between layers, never on the recurrence (Zaremba et al. 2014):
 *
 *     y = x ∘ m / (1 − p)      m = 1 with probability 1 − p, else 0        dx = dy ∘ m / (1 − p)
 *
 * The mask is a function of the step's key and the position in the batch, so it is not stored, backward computes it
 * again, and it does not depend on how the batch is divided among threads. `salt` distinguishes the dropout layers of
 * one network. Without a key, x passes unchanged.
 */
export function dropout(p: number, D: number, salt: number, setup: LayerSetup): Layer<Sequence> {
  const { kernels, memory, T, B, training } = setup;
  const { first, total } = setup.batchRows ?? { first: 0, total: B };
  const output = createSequence(memory, training ? T : 0, B, D);

  function mask(x: Sequence, y: Sequence, pass: Pass): Sequence {
    if (pass.dropoutKey === undefined) return x;
    kernels.dropout(pass.T, B, D, first, total, 1 - p, pass.dropoutKey ^ salt, x.data, y.data);
    return y;
  }

  return stateless({
    outputSize: D,
    output,
    forward: (x: Sequence, _state: State, pass: Pass) => mask(x, output, pass),
    backward: (dy: Sequence, _dState: State, pass: Pass) => mask(dy, dy, pass),
  });
}
