import { sigmoids } from './activate';
import { madd, read, write } from '../lanes';

/** One step of B rows of H units; the equations are in js/min-gru.ts. A row of gates is z, n, each H wide. */
export function minGruForward(B: i32, H: i32, gates: usize, hBefore: usize, h: usize): void {
  const wide = <usize>H << 2;
  for (let b = 0; b < B; b++, gates += 2 * wide, hBefore += wide, h += wide) {
    sigmoids(H, gates);
    for (let left = H, at: usize = 0; left > 0; left -= 4, at += 16) {
      const before = read(hBefore + at, left);
      const change = f32x4.sub(read(gates + wide + at, left), before);
      write(h + at, madd(read(gates + at, left), change, before), left);
    }
  }
}

/** The same step backward; dgates may lie over gates. */
export function minGruBackward(B: i32, H: i32, gates: usize, hBefore: usize, dh: usize, dgates: usize): void {
  const wide = <usize>H << 2;
  const one = f32x4.splat(1);
  for (let b = 0; b < B; b++, gates += 2 * wide, dgates += 2 * wide, hBefore += wide, dh += wide) {
    for (let left = H, at: usize = 0; left > 0; left -= 4, at += 16) {
      const z = read(gates + at, left);
      const n = read(gates + wide + at, left);
      const dhere = read(dh + at, left);
      const dn = f32x4.mul(dhere, z);
      const keep = f32x4.sub(one, z);
      const dz = f32x4.mul(f32x4.mul(dn, keep), f32x4.sub(n, read(hBefore + at, left)));
      write(dgates + at, dz, left);
      write(dgates + wide + at, dn, left);
      write(dh + at, f32x4.mul(dhere, keep), left);
    }
  }
}
