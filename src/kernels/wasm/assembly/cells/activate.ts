import { read, write } from '../lanes';
import { sigmoid } from '../flat/exp';
import { tanh } from './tanh';

/**
 * Activations over whole rows. The loops have no branch inside and the condition at the end, because engines then
 * keep the polynomials' constants in registers; otherwise they reload them for every group, which takes longer than
 * the polynomials.
 */

/** x = σ(x). */
export function sigmoids(n: i32, x: usize): void {
  let left = n;
  if (left >= 4) {
    do {
      v128.store(x, sigmoid(v128.load(x)));
      x += 16;
      left -= 4;
    } while (left >= 4);
  }
  if (left > 0) write(x, sigmoid(read(x, left)), left);
}

/** y = tanh(x). */
export function tanhs(n: i32, x: usize, y: usize): void {
  let left = n;
  if (left >= 4) {
    do {
      v128.store(y, tanh(v128.load(x)));
      x += 16;
      y += 16;
      left -= 4;
    } while (left >= 4);
  }
  if (left > 0) write(y, tanh(read(x, left)), left);
}
