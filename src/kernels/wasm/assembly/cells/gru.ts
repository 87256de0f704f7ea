import { sigmoids, tanhs } from './activate';
import { add } from '../flat/flat';
import { madd, read, write } from '../lanes';

/** One step of B rows of H units; the equations are in js/gru.ts. A row of gates and of u is r, z, n, each H wide. */
export function gruForward(B: i32, H: i32, gates: usize, u: usize, hBefore: usize, h: usize): void {
  const wide = <usize>H << 2;
  for (let b = 0; b < B; b++, gates += 3 * wide, u += 3 * wide, hBefore += wide, h += wide) {
    const n = gates + 2 * wide;
    add(2 * H, u, gates);
    sigmoids(2 * H, gates);
    for (let left = H, at: usize = 0; left > 0; left -= 4, at += 16) {
      write(n + at, madd(read(gates + at, left), read(u + 2 * wide + at, left), read(n + at, left)), left);
    }
    tanhs(H, n, n);
    for (let left = H, at: usize = 0; left > 0; left -= 4, at += 16) {
      const candidate = read(n + at, left);
      const change = f32x4.sub(read(hBefore + at, left), candidate);
      write(h + at, madd(read(gates + wide + at, left), change, candidate), left);
    }
  }
}

/** The same step backward; dgates may lie over gates, du over u. */
export function gruBackward(
  B: i32,
  H: i32,
  gates: usize,
  u: usize,
  hBefore: usize,
  dh: usize,
  dgates: usize,
  du: usize,
): void {
  const wide = <usize>H << 2;
  const one = f32x4.splat(1);
  for (let b = 0; b < B; b++) {
    let at = b * wide * 3;
    let unit = b * wide;
    for (let left = H; left > 0; left -= 4, at += 16, unit += 16) {
      const r = read(gates + at, left);
      const z = read(gates + at + wide, left);
      const n = read(gates + at + 2 * wide, left);
      const dhere = read(dh + unit, left);
      const open = f32x4.sub(one, z);
      const dn = f32x4.mul(f32x4.mul(dhere, open), f32x4.sub(one, f32x4.mul(n, n)));
      const dun = f32x4.mul(dn, r);
      const dr = f32x4.mul(f32x4.mul(dun, read(u + at + 2 * wide, left)), f32x4.sub(one, r));
      const dkeep = f32x4.mul(dhere, z);
      const dz = f32x4.mul(f32x4.mul(dkeep, open), f32x4.sub(read(hBefore + unit, left), n));
      write(dgates + at, dr, left);
      write(dgates + at + wide, dz, left);
      write(dgates + at + 2 * wide, dn, left);
      write(du + at, dr, left);
      write(du + at + wide, dz, left);
      write(du + at + 2 * wide, dun, left);
      write(dh + unit, dkeep, left);
    }
  }
}
