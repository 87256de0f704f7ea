import { tanhs } from './activate';
import { read, write } from '../lanes';

/** h = tanh(z) for B rows of H units; see js/rnn.ts. */
export function rnnForward(B: i32, H: i32, z: usize, h: usize): void {
  tanhs(B * H, z, h);
}

/** dz = dh ∘ (1 − h²). */
export function rnnBackward(B: i32, H: i32, h: usize, dh: usize, dz: usize): void {
  for (let left = B * H; left > 0; left -= 4, h += 16, dh += 16, dz += 16) {
    const y = read(h, left);
    write(dz, f32x4.mul(read(dh, left), f32x4.sub(f32x4.splat(1), f32x4.mul(y, y))), left);
  }
}
