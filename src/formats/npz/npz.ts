import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import type { NpyArray } from './npy.js';
import { decodeNpy, NpyError } from './npy-decode.js';
import { decodeZip, ZipError, ZipSizeError, type ZipEntry } from './unzip.js';

/** Bytes that the arrays of one file may take. */
const LIMIT = 2 ** 30;

/**
 * The named arrays of an .npz file, as numpy.savez and numpy.savez_compressed write it. Throws a UserError (npz/...)
 * that names `file` and the array for anything else, and for arrays of more than `limit` bytes together.
 */
export function decodeNpz(bytes: Uint8Array, file = 'the file', limit = LIMIT): Map<string, NpyArray> {
  const arrays = new Map<string, NpyArray>();
  try {
    for (const entry of decodeZip(bytes, limit)) {
      const name = entry.name.replace(/\.npy$/, '');
      arrays.set(name, decodeEntry(entry, name, file));
    }
  } catch (error) {
    if (error instanceof ZipSizeError) throw userError('npz/size', { file, limit }, error);
    if (error instanceof ZipError) throw userError('npz/archive', { file, why: error.message }, error);
    throw error;
  }
  return arrays;
}

function decodeEntry(entry: ZipEntry, name: string, file: string): NpyArray {
  const content = entry.unpack();
  try {
    return decodeNpy(content);
  } catch (error) {
    if (!(error instanceof NpyError)) throw error;
    throw userError('npz/array', { file, array: quote(name), why: error.message, hint: error.hint }, error);
  }
}
