import { createRng } from '../src/core/rng.js';
import { shuffle } from '../src/core/shuffle.js';

/** The items in another order, always the same one for a seed. */
export function shuffled<Item>(items: readonly Item[], seed = 1): Item[] {
  return shuffle([...items], createRng(seed));
}
