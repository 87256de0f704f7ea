import { UserError, userError } from '../core/errors.js';
import { diskError } from './disk.js';

/** The UserError for an error while reading a corpus; unknown errors are returned unchanged. */
export function readError(error: unknown, file: string): unknown {
  if (error instanceof UserError) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === undefined) return error;
  if (code === 'ENOENT' || code === 'ENOTDIR') return userError('corpus/missing', { file }, error);
  if (code.startsWith('Z_')) return userError('corpus/gzip', { file, code }, error);
  return 'syscall' in (error as object) ? diskError(error, file) : error;
}
