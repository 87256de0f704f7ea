import type { Ids } from '../core/floats.js';
import type { Batch } from '../data/batch.js';

/** Places the text that a network learns to write: x = first c1 ... cn, y = c1 ... cn end, from step 0 on. */
export function placeText(
  text: Ids,
  { first, end }: { readonly first: number; readonly end: number },
  { x, y, mask, B }: Batch,
  b: number,
): void {
  for (let t = 0, at = b; t <= text.length; t++, at += B) {
    x[at] = t === 0 ? first : text[t - 1]!;
    y[at] = text[t] ?? end;
    mask[at] = 1;
  }
}
