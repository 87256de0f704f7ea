import { UserError } from '../core/errors.js';
import { errorLine, exitCodeOfError } from '../core/wording/index.js';
import { sanitizeLine } from '../report/sanitize.js';
import { Interrupted } from './terminal/signals.js';

/** The one-line message for an error ('' for none), and the exit code. `command` is the one that ran. */
export function explain(error: unknown, command?: string): { exitCode: number; line: string } {
  if (error instanceof Interrupted) return { exitCode: error.exitCode, line: '' };
  if (error instanceof UserError) {
    const exitCode = exitCodeOfError(error.code);
    const help = exitCode === 2 ? `; see char-rnn ${command ? `${command} ` : ''}--help` : '';
    return { exitCode, line: sanitizeLine(errorLine(error)) + help };
  }
  if (isSystemError(error)) {
    if (error.syscall === 'uv_cwd')
      return { exitCode: 5, line: 'the working directory no longer exists; change to another one' };
    const what = error.path ?? 'standard output';
    const line = `${what}: ${error.syscall} failed (${error.code}): check the disk's space and the permissions`;
    return { exitCode: 5, line: sanitizeLine(line) };
  }
  const line = `this is a bug: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
  return { exitCode: 1, line: `${sanitizeLine(line)}; --debug shows where` };
}

/** A failed call of the operating system without an error code of its own. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
