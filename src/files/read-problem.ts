import { Problem, problem } from '../core/errors.js';
import { diskProblem } from './disk.js';

/** What a user can do about an error met while reading a corpus; errors that are not known stay what they are. */
export function readProblem(error: unknown, file: string): unknown {
  if (error instanceof Problem) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === undefined) return error;
  if (code === 'ENOENT' || code === 'ENOTDIR') return problem('corpus/missing', { file }, error);
  if (code.startsWith('Z_')) return problem('corpus/gzip', { file, code }, error);
  return 'syscall' in (error as object) ? diskProblem(error, file) : error;
}
