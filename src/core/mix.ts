/** The finalizer of MurmurHash3 (Appleby): a bijection of 32-bit integers in which each bit depends on every bit of `h`. */
export function mix32(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
