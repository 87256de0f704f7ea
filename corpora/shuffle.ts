import { createRng } from '../src/core/rng.js';

/** The items in another order, always the same one for a seed (Fisher & Yates). */
export function shuffle<Item>(items: readonly Item[], seed = 1): Item[] {
  const rng = createRng(seed);
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = rng.below(i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return shuffled;
}
