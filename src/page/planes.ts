/**
 * The two bytes of 16-bit numbers apart: first the lower ones, then the upper ones. The upper ones of weights (sign,
 * exponent) are alike, the lower ones are mostly zeros after rounding; apart, both deflate well.
 */
export function splitPlanes(bytes: Uint8Array): Uint8Array {
  const half = Math.ceil(bytes.length / 2);
  return Uint8Array.from(bytes, (_, i) => (i < half ? bytes[2 * i]! : bytes[2 * (i - half) + 1]!));
}

/** What splitPlanes was given. */
export function joinPlanes(planes: Uint8Array): Uint8Array<ArrayBuffer> {
  const half = Math.ceil(planes.length / 2);
  return Uint8Array.from(planes, (_, i) => planes[(i % 2) * half + (i >> 1)]!);
}
