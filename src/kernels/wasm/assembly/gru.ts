import { madd, read, write } from './lanes';
import { sigmoid } from './sigmoid';
import { tanh } from './tanh';

/** One step of B rows of H units; the equations stand in kernels.ts. A row of gates and of u is r, z, n, each H wide. */
export function gruForward(B: i32, H: i32, gates: usize, u: usize, hBefore: usize, h: usize): void {
  const wide = <usize>H << 2;
  for (let b = 0; b < B; b++) {
    let at = b * wide * 3;
    let unit = b * wide;
    for (let left = H; left > 0; left -= 4, at += 16, unit += 16) {
      const r = sigmoid(f32x4.add(read(gates + at, left), read(u + at, left)));
      const z = sigmoid(f32x4.add(read(gates + at + wide, left), read(u + at + wide, left)));
      const n = tanh(madd(r, read(u + at + 2 * wide, left), read(gates + at + 2 * wide, left)));
      const before = read(hBefore + unit, left);
      write(gates + at, r, left);
      write(gates + at + wide, z, left);
      write(gates + at + 2 * wide, n, left);
      write(h + unit, madd(z, f32x4.sub(before, n), n), left);
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
