import type { Ids } from '../core/floats.js';
import { mix32 } from '../core/rng.js';
import type { LayerSetup, Pass } from './layer.js';

/** The symbols of a window with some of them replaced by `absent`; those of the pass, [T, B], where it has no key. */
export type SymbolDropout = (x: Ids, pass: Pass) => Ids;

/**
 * Hides each symbol of the input with probability p while training (word dropout: Iyyer et al. 2015; Bowman et al. 2016):
 * the network must predict what follows from a context with gaps, so that it does not learn long passages by their exact
 * letters. Nothing is scaled, as a symbol is there or not. As in dropout.ts, whether symbol (t, b) is hidden is a function
 * of its place and the step's key.
 */
export function symbolDropout(p: number, absent: number, salt: number, setup: LayerSetup): SymbolDropout {
  const { memory, T, B, training } = setup;
  const { first, total } = setup.batchRows ?? { first: 0, total: B };
  const shown = memory.ids(training ? T * B : 0);
  const threshold = Math.floor(p * 2 ** 24);
  return (x, { T, dropoutKey }) => {
    if (dropoutKey === undefined) return x;
    const key = dropoutKey ^ salt;
    for (let t = 0, at = 0; t < T; t++) {
      for (let b = 0, place = t * total + first; b < B; b++, at++, place++) {
        shown[at] = mix32(key ^ place) >>> 8 < threshold ? absent : x[at]!;
      }
    }
    return shown;
  };
}
