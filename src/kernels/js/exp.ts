/**
 * The exponential function of fdlibm (Sun, 1993), within one unit in the last place. Engines round Math.exp differently:
 * with this one, numbers are the same to the last bit in Node and in every browser (log.ts is its inverse).
 *
 * x = k ln 2 + r, |r| < ln 2 / 2;  exp(r) = 1 + 2r / (R − r), R = r − r² P(r²);  exp(x) = 2^k exp(r)
 */
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const [P1, P2, P3] = [1.66666666666666019037e-1, -2.77777777770155933842e-3, 6.61375632143793436117e-5];
const [P4, P5] = [-1.6533902205465251539e-6, 4.13813679705723846039e-8];
const [OVERFLOW, UNDERFLOW] = [709.782712893384, -745.1332191019411];

const value = new Float64Array(1);
const words = new Int32Array(value.buffer);
/** Of the word that has sign and exponent. */
const HIGH = new Uint8Array(Float64Array.of(1).buffer)[7] === 0x3f ? 1 : 0;

export function exp(x: number): number {
  if (Number.isNaN(x) || x > OVERFLOW) return x > 0 ? Infinity : NaN;
  if (x < UNDERFLOW) return 0;
  const k = Math.trunc(x / Math.LN2 + (x < 0 ? -0.5 : 0.5));
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
  const y = k === 0 ? 1 - ((r * c) / (c - 2) - r) : 1 - (low - (r * c) / (2 - c) - high);
  return k > 1023 ? y * 2 * power(k - 1) : k < -1021 ? y * power(k + 100) * power(-100) : y * power(k);
}

/** 2^k, from −1022 to 1023. */
function power(k: number): number {
  words[HIGH] = (k + 1023) << 20;
  words[1 - HIGH] = 0;
  return value[0]!;
}

/** (e^2x − 1) / (e^2x + 1), of the same exponential function. */
export const tanh = (x: number): number => 1 - 2 / (exp(2 * x) + 1);
