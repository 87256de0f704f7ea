import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import type { NpyArray } from './npy.js';
import { decodeNpy, LONGEST_HEADER, NpyError, npyHeader, type NpyHeader } from './npy-decode.js';
import { decodeZip, ZipError, ZipSizeError, type Pause, type ZipEntry } from './unzip.js';

/** Bytes that the arrays of one file may take. */
const LIMIT = 2 ** 30;

/** An .npz file: named arrays, unpacked when they are read. Its functions throw a UserError that names file and array. */
export interface Npz {
  readonly names: readonly string[];
  /** What the header of an array declares: little of the array is unpacked for it. */
  header(name: string): NpyHeader;
  read(name: string, pause?: Pause): Promise<NpyArray>;
}

/**
 * Opens an .npz file, as numpy.savez and numpy.savez_compressed write it; arrays under a name that was used before
 * are ignored. Throws a UserError (npz/...) that names `file` for anything else, and for arrays of more than `limit`
 * bytes together.
 */
export function openNpz(bytes: Uint8Array, file = 'the file', limit = LIMIT): Npz {
  const entries = new Map<string, ZipEntry>();
  try {
    for (const entry of decodeZip(bytes, limit)) {
      const name = entry.name.replace(/\.npy$/, '');
      if (!entries.has(name)) entries.set(name, entry);
    }
  } catch (error) {
    throw explained(error, { file, limit });
  }
  return {
    names: [...entries.keys()],
    header(name) {
      const entry = entries.get(name)!;
      try {
        return npyHeader(entry.begin(LONGEST_HEADER), entry.size);
      } catch (error) {
        throw explained(error, { file, limit, name });
      }
    },
    async read(name, pause) {
      try {
        return decodeNpy(await entries.get(name)!.unpack(pause));
      } catch (error) {
        throw explained(error, { file, limit, name });
      }
    },
  };
}

/** The named arrays of an .npz file, all of them. */
export async function decodeNpz(
  ...[bytes, file, limit]: Parameters<typeof openNpz>
): Promise<Map<string, NpyArray>> {
  const npz = openNpz(bytes, file, limit);
  const arrays = new Map<string, NpyArray>();
  for (const name of npz.names) arrays.set(name, await npz.read(name));
  return arrays;
}

function explained(
  error: unknown,
  { file, limit, name = '' }: { readonly file: string; readonly limit: number; readonly name?: string },
): unknown {
  if (error instanceof ZipSizeError) return userError('npz/size', { file, limit }, error);
  if (error instanceof ZipError) return userError('npz/archive', { file, why: error.message }, error);
  if (!(error instanceof NpyError)) return error;
  return userError('npz/array', { file, array: quote(name), why: error.message, hint: error.hint }, error);
}
