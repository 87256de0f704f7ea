import { sigmoids, tanhs } from './activate';
import { madd, read, write } from '../lanes';

/** One step of B rows of H units; the equations are in js/lstm.ts. A row of gates is i, f, g, o, each H wide. */
export function lstmForward(
  B: i32,
  H: i32,
  gates: usize,
  cBefore: usize,
  c: usize,
  tanhC: usize,
  h: usize,
): void {
  const wide = <usize>H << 2;
  for (let b = 0; b < B; b++) {
    const i = gates + b * wide * 4;
    sigmoids(2 * H, i);
    tanhs(H, i + 2 * wide, i + 2 * wide);
    sigmoids(H, i + 3 * wide);
    updateCell(H, i, cBefore + b * wide, c + b * wide);
  }
  tanhs(B * H, c, tanhC);
  for (let b = 0; b < B; b++) computeOutput(H, gates + (b * 4 + 3) * wide, tanhC + b * wide, h + b * wide);
}

/** c = f∘c' + i∘g for one row, whose gates begin at i. */
function updateCell(H: i32, i: usize, cBefore: usize, c: usize): void {
  const wide = <usize>H << 2;
  for (let left = H; left > 0; left -= 4, i += 16, cBefore += 16, c += 16) {
    const written = f32x4.mul(read(i, left), read(i + 2 * wide, left));
    write(c, madd(read(i + wide, left), read(cBefore, left), written), left);
  }
}

/** h = o∘tanhC for one row. */
function computeOutput(H: i32, o: usize, tanhC: usize, h: usize): void {
  for (let left = H; left > 0; left -= 4, o += 16, tanhC += 16, h += 16) {
    write(h, f32x4.mul(read(o, left), read(tanhC, left)), left);
  }
}

/** The same step backward; dz may lie over gates. */
export function lstmBackward(
  B: i32,
  H: i32,
  gates: usize,
  cBefore: usize,
  tanhC: usize,
  dh: usize,
  dc: usize,
  dz: usize,
): void {
  const wide = <usize>H << 2;
  const one = f32x4.splat(1);
  for (let b = 0; b < B; b++) {
    let at = gates + b * wide * 4;
    let to = dz + b * wide * 4;
    let unit = b * wide;
    for (let left = H; left > 0; left -= 4, at += 16, to += 16, unit += 16) {
      const i = read(at, left);
      const f = read(at + wide, left);
      const g = read(at + 2 * wide, left);
      const o = read(at + 3 * wide, left);
      const tanhCell = read(tanhC + unit, left);
      const dhere = read(dh + unit, left);
      const throughTanh = f32x4.sub(one, f32x4.mul(tanhCell, tanhCell));
      const dcell = madd(f32x4.mul(dhere, o), throughTanh, read(dc + unit, left));
      const di = f32x4.mul(dcell, f32x4.mul(g, f32x4.mul(i, f32x4.sub(one, i))));
      const dkeep = f32x4.mul(dcell, f);
      const df = f32x4.mul(f32x4.mul(dkeep, read(cBefore + unit, left)), f32x4.sub(one, f));
      const dg = f32x4.mul(f32x4.mul(dcell, i), f32x4.sub(one, f32x4.mul(g, g)));
      const dO = f32x4.mul(f32x4.mul(dhere, tanhCell), f32x4.mul(o, f32x4.sub(one, o)));
      write(to, di, left);
      write(to + wide, df, left);
      write(to + 2 * wide, dg, left);
      write(to + 3 * wide, dO, left);
      write(dc + unit, dkeep, left);
    }
  }
}
