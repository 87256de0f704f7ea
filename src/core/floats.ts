/**
 * The number types everything is made of.
 *
 * All arrays are row-major and time-major: element [t][b][d] of a [T, B, D] array lies at (t·B + b)·D + d.
 * Training uses Float32Array; the gradient check runs the same loops on Float64Array.
 */
export type Floats = Float32Array | Float64Array;

/** Small integers, below 256. */
export type Bytes = Uint8Array;

/** Symbol ids, class labels and other integers. */
export type Ids = Int32Array;
