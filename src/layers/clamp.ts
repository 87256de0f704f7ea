import type { Floats } from '../core/floats.js';
import type { Clamp } from './layer.js';

/**
 * Holds the clamped units of layer k at their values, in every row of x [B, H]. This is the intervention of an
 * ablation: what lies above, and the next step, see the held value. Returns whether any unit was held.
 */
export function hold(
  clamps: readonly Clamp[],
  k: number,
  state: Clamp['state'],
  x: Floats,
  H: number,
): boolean {
  let held = false;
  for (const clamp of clamps) {
    if (clamp.layer !== k || clamp.state !== state) continue;
    for (let at = clamp.unit; at < x.length; at += H) x[at] = clamp.value;
    held = true;
  }
  return held;
}
