import type { Tensor } from '../core/snapshot.js';
import { concatBytes, littleEndian } from './bytes.js';
import { encodeZip } from './zip.js';

/** Little-endian names of NumPy's types. */
function dtypeOf(data: Tensor['data']): string {
  if (data instanceof Float32Array) return '<f4';
  if (data instanceof Float64Array) return '<f8';
  return data instanceof Int32Array ? '<i4' : '|u1';
}

/**
 * A tensor as NumPy's .npy, version 1.0: magic, length of the header, a Python dict literal padded with blanks so
 * that the numbers begin at a multiple of 64, then the numbers. See numpy.lib.format.
 */
export function encodeNpy({ shape, data }: Tensor): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dict = `{'descr': '${dtypeOf(data)}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const before = 6 + 2 + 2;
  const header = dict.padEnd(Math.ceil((before + dict.length + 1) / 64) * 64 - before - 1) + '\n';
  return concatBytes([
    Uint8Array.of(0x93, ...new TextEncoder().encode('NUMPY'), 1, 0),
    littleEndian([2, header.length]),
    new TextEncoder().encode(header),
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  ]);
}

/** Named tensors as .npz: `numpy.load('model.npz')['rnn.weight_ih_l0']`. */
export function encodeNpz(tensors: ReadonlyMap<string, Tensor>): Uint8Array {
  return encodeZip(new Map(Array.from(tensors, ([name, tensor]) => [`${name}.npy`, encodeNpy(tensor)])));
}
