/** Rows that are read for one unit before the next: their cache lines hold the next fifteen units too. */
const TILE: i32 = 256;

/** out[u·width + i] = table[u·steps + clamp(⌊(x[rows[i]·stride + u] − low[u])·scale[u]⌋, 0, steps − 1)]. */
export function quantize(
  n: i32, units: i32, rows: usize, stride: i32, x: usize, low: usize, scale: usize,
  steps: i32, table: usize, width: i32, out: usize,
): void {
  for (let from = 0; from < n; from += TILE) {
    const to = min(n, from + TILE);
    for (let u = 0; u < units; u++) {
      const lowest = load<f32>(low + (<usize>u << 2));
      const perUnit = load<f32>(scale + (<usize>u << 2));
      const bins = table + <usize>u * steps;
      const into = out + <usize>u * width;
      for (let i = from; i < to; i++) {
        const at = <usize>load<i32>(rows + (<usize>i << 2)) * stride + u;
        const step = (load<f32>(x + (at << 2)) - lowest) * perUnit;
        store<u8>(into + i, load<u8>(bins + <usize>max<f32>(0, min<f32>(<f32>(steps - 1), step))));
      }
    }
  }
}

/** counts[32·bin + code] = how many i have bins[i] = bin and codes[i] = code, for bins below B. */
export function countPairs(n: i32, B: i32, bins: usize, codes: usize, counts: usize): void {
  memory.fill(counts, 0, <usize>B << 7);
  for (let i = 0; i < n; i++) {
    const pair = (<usize>load<u8>(bins + i) << 5) | <usize>load<u8>(codes + i);
    store<i32>(counts + (pair << 2), load<i32>(counts + (pair << 2)) + 1);
  }
}
