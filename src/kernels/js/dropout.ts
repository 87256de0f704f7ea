import { mix32 } from '../../core/rng.js';
import type { Kernels } from '../kernels.js';

/**
 * Inverted dropout (Srivastava et al. 2014) with a mask that is computed, not stored: element (t, b, d) is kept if a
 * hash of its position and the step's key is below `keep`. The hash is the finalizer of MurmurHash3 (Appleby),
 * applied to key ⊕ (t·total + first + b)·D + d.
 */
export const dropout: Kernels['dropout'] = (T, B, D, first, total, keep, key, x, y) => {
  const threshold = Math.floor(keep * 16777216);
  const scale = 1 / keep;
  for (let t = 0, at = 0; t < T; t++) {
    let place = (t * total + first) * D;
    for (let end = at + B * D; at < end; at++, place++) {
      y[at] = mix32(key ^ place) >>> 8 < threshold ? x[at]! * scale : 0;
    }
  }
};
