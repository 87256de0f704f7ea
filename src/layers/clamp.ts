import type { Floats } from '../core/floats.js';
import type { Clamp } from './layer.js';

/**
 * Sets the clamped units of a state of layer k to their values, in every row of x [B, H]. This is the intervention of
 * an ablation: the layers above, and the next step, see the clamped value. Returns whether any unit was set.
 */
export function clampUnits(
  clamps: readonly Clamp[],
  { k, state }: { readonly k: number; readonly state: string },
  x: Floats,
  H: number,
): boolean {
  let changed = false;
  for (const clamp of clamps) {
    if (clamp.layer !== k || clamp.state !== state) continue;
    for (let at = clamp.unit; at < x.length; at += H) x[at] = clamp.value;
    changed = true;
  }
  return changed;
}
