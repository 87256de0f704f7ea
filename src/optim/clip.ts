import type { Floats } from '../core/floats.js';
import type { Kernels } from '../kernels/kernels.js';

/**
 * Gradient clipping, against exploding gradients (Pascanu, Mikolov & Bengio 2013):
 *
 *     by norm:   g ← g · max / ‖g‖  where ‖g‖ > max        (the whole gradient keeps its direction)
 *     by value:  g ← min(max(g, −limit), limit)            (element by element, as min-char-rnn does)
 *
 * A limit of 0 is no limit. `norm` is ‖g‖ before clipping; the caller refuses a norm that is not finite.
 */
export function clip(
  gradients: Floats,
  norm: number,
  limits: { readonly clipNorm: number; readonly clipValue: number },
  kernels: Kernels,
): void {
  const { clipNorm, clipValue } = limits;
  if (clipNorm > 0 && norm > clipNorm) kernels.scale(gradients.length, clipNorm / norm, gradients);
  if (clipValue > 0) kernels.clamp(gradients.length, clipValue, gradients);
}
