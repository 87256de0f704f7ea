/**
 * The natural logarithm of fdlibm (Sun, 1993), within one unit in the last place. Engines, and versions of one engine,
 * round Math.log differently: with this one a loss is the same to the last bit in Node and in every browser.
 *
 * x = 2^k (1 + f), √2/2 < 1 + f < √2;  s = f / (2 + f);  log(1 + f) = f − s (f − R(s²)), R a polynomial of degree 14 in s
 */
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const [L1, L2, L3, L4] = [0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784];
const [L5, L6, L7] = [0.1818357216161805, 0.15313837699209373, 0.14798198605116586];

const LEAST_NORMAL = 2 ** -1022;
const value = new Float64Array(1);
const words = new Int32Array(value.buffer);
/** Of the word that has sign and exponent. */
const HIGH = new Uint8Array(Float64Array.of(1).buffer)[7] === 0x3f ? 1 : 0;

export function log(x: number): number {
  // 0, negative, infinite, not a number: all engines agree; subnormal: never a loss
  if (!(x >= LEAST_NORMAL && x < Infinity)) return Math.log(x);
  value[0] = x;
  const high = words[HIGH]!;
  const mantissa = high & 0xfffff;
  const halved = (mantissa + 0x95f64) & 0x100000;
  words[HIGH] = mantissa | (halved ^ 0x3ff00000);
  const k = (high >> 20) - 1023 + (halved >> 20);
  const f = value[0]! - 1;
  if ((0xfffff & (2 + mantissa)) < 3) return nearOne(f, k);
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const R = z * (L1 + w * (L3 + w * (L5 + w * L7))) + w * (L2 + w * (L4 + w * L6));
  if (((mantissa - 0x6147a) | (0x6b851 - mantissa)) > 0) {
    const half = 0.5 * f * f;
    if (k === 0) return f - (half - s * (half + R));
    return k * LN2_HIGH - (half - (s * (half + R) + k * LN2_LOW) - f);
  }
  if (k === 0) return f - s * (f - R);
  return k * LN2_HIGH - (s * (f - R) - k * LN2_LOW - f);
}

/** |f| < 2^−20. */
function nearOne(f: number, k: number): number {
  if (f === 0) return k * LN2_HIGH + k * LN2_LOW;
  const R = f * f * (0.5 - 0.3333333333333333 * f);
  return k === 0 ? f - R : k * LN2_HIGH - (R - k * LN2_LOW - f);
}
