import { type Layer, type LayerSetup, type Pass, type State, stateless } from './layer.js';
import { createSequence, type Sequence } from '../core/sequence.js';

/** Dropout of probability p whose mask is drawn for every step, or once for a window. */
export interface DropoutOptions {
  readonly p: number;
  readonly mask?: 'step' | 'window' | undefined;
}

/**
 * Inverted dropout (Srivastava et al. 2014) between layers, never on the recurrence (Zaremba et al. 2014):
 *
 *     y = x ∘ m / (1 − p)      m = 1 with probability 1 − p, else 0        dx = dy ∘ m / (1 − p)
 *
 * With `mask: 'window'` all steps of a window share one mask, so that a unit is missing throughout (Gal & Ghahramani 2016,
 * "variational dropout"). The mask is a function of the step's key and the position in the batch, so it is not stored, backward computes it
 * again, and it does not depend on how the batch is divided among threads. `salt` distinguishes the dropout layers of
 * one network. Without a key, x passes unchanged.
 */
export function dropout(
  { p, mask: lasts = 'step' }: DropoutOptions,
  D: number,
  salt: number,
  setup: LayerSetup,
): Layer<Sequence> {
  const { kernels, memory, T, B, training } = setup;
  const { first, total } = setup.batchRows ?? { first: 0, total: B };
  const output = createSequence(memory, training ? T : 0, B, D);

  function mask(x: Sequence, y: Sequence, pass: Pass): Sequence {
    if (pass.dropoutKey === undefined) return x;
    const key = pass.dropoutKey ^ salt;
    if (lasts === 'step') kernels.dropout(pass.T, B, D, first, total, 1 - p, key, x.data, y.data);
    else {
      for (let t = 0; t < pass.T; t++)
        kernels.dropout(1, B, D, first, total, 1 - p, key, x.step[t]!, y.step[t]!);
    }
    return y;
  }

  return stateless({
    outputSize: D,
    output,
    forward: (x: Sequence, _state: State, pass: Pass) => mask(x, output, pass),
    backward: (dy: Sequence, _dState: State, pass: Pass) => mask(dy, dy, pass),
  });
}
