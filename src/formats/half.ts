/**
 * The two 16-bit number formats that PyTorch saves, read as float32: every value of both is exact in float32. The first
 * is also written.
 */

/** IEEE binary16: 1 sign, 5 exponent, 10 fraction bits. */
export function float16ToFloat32(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

/** bfloat16: the upper half of a float32. */
export function bfloat16ToFloat32(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, (upper) => upper << 16).buffer);
}

/** A float32 as float16 has at most this many bits of fraction. */
const FRACTION = 10;

/**
 * The nearest float16 of each number, of two equally near the even one; `fraction` keeps that many bits of the ten, so
 * that the rest is zeros, which compress. Throws a RangeError for what float16 cannot express (65,520 and above, NaN).
 */
export function float32ToFloat16(values: ArrayLike<number>, fraction = FRACTION): Uint16Array {
  return Uint16Array.from(values, (value) => {
    const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
    const size = Math.abs(value);
    // the exponent of the last place that is kept: below 2⁻¹⁴ numbers are multiples of 2⁻²⁴
    const exponent = size < 2 ** -14 ? -14 : Math.floor(Math.log2(size));
    const place = 2 ** (exponent - FRACTION);
    const kept = place * 2 ** (FRACTION - fraction);
    const steps = (roundToEven(size / kept) * kept) / place;
    const bits = (exponent + 14) * 1024 + steps;
    if (!(bits < 0x7c00)) throw new RangeError(`${value} is not a float16`);
    return sign | bits;
  });
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return below + (rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? 1 : 0);
}
