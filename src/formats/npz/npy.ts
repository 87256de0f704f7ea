import { zipSync } from 'fflate';
import type { Tensor } from '../../core/snapshot.js';
import { largest } from '../../core/numbers.js';
import { concatBytes, littleEndian } from '../bytes.js';

/** Of all files in an archive, so that equal arrays give equal bytes. */
const DATE = new Date(1980, 0, 1);

/** What an .npy file holds: numbers, or one string for each place of the shape. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Tensor['data'] | readonly string[];
}

/**
 * An array as NumPy's .npy, version 1.0: magic, length of the header, a Python dict literal padded with blanks so
 * that the data begins at a multiple of 64, then the data. See numpy.lib.format.
 */
export function encodeNpy({ shape, data }: NpyArray): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const { dtype, bytes } = isText(data) ? encodeText(data) : encodeNumbers(data);
  const dict = `{'descr': '${dtype}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const before = 6 + 2 + 2;
  const header = dict.padEnd(Math.ceil((before + dict.length + 1) / 64) * 64 - before - 1) + '\n';
  return concatBytes([
    Uint8Array.of(0x93, ...new TextEncoder().encode('NUMPY'), 1, 0),
    littleEndian([2, header.length]),
    new TextEncoder().encode(header),
    bytes,
  ]);
}

/** Named arrays as .npz, a zip archive of uncompressed .npy: `numpy.load('model.npz')['rnn.weight_ih_l0']`. */
export function encodeNpz(arrays: ReadonlyMap<string, NpyArray>): Uint8Array {
  const files = Array.from(arrays, ([name, array]) => [`${name}.npy`, encodeNpy(array)] as const);
  return zipSync(Object.fromEntries(files), { level: 0, mtime: DATE });
}

function isText(data: NpyArray['data']): data is readonly string[] {
  return Array.isArray(data);
}

/** Little-endian, under NumPy's name of the type. */
function encodeNumbers(data: Tensor['data']): { dtype: string; bytes: Uint8Array } {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof Float32Array) return { dtype: '<f4', bytes };
  if (data instanceof Float64Array) return { dtype: '<f8', bytes };
  return { dtype: data instanceof Int32Array ? '<i4' : '|u1', bytes };
}

/** NumPy's Unicode strings: code points in 32 bits, all strings as long as the longest, zeros after the end. */
function encodeText(strings: readonly string[]): { dtype: string; bytes: Uint8Array } {
  const points = strings.map((text) => Array.from(text, (symbol) => symbol.codePointAt(0)!));
  const longest = largest(
    points.map(({ length }) => length),
    1,
  );
  const bytes = new Uint8Array(4 * longest * strings.length);
  const view = new DataView(bytes.buffer);
  points.forEach((text, n) => text.forEach((point, i) => view.setUint32(4 * (n * longest + i), point, true)));
  return { dtype: `<U${longest}`, bytes };
}
