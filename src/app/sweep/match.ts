import type { ModelConfig } from '../../core/snapshot.js';
import { parametersOf } from '../../model/shapes.js';

/** The hidden size with which `config` comes closest to `parameters`; parameters grow with the hidden size. */
export function matchHidden(config: ModelConfig, parameters: number): number {
  const size = (hidden: number): number => parametersOf({ ...config, hidden });
  let [low, high] = [1, 1];
  while (size(high) < parameters) high *= 2;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (size(middle) < parameters) low = middle + 1;
    else high = middle;
  }
  return low > 1 && parameters - size(low - 1) < size(low) - parameters ? low - 1 : low;
}
