import { formatError } from '../../core/wording/index.js';
import { UserError } from '../../core/errors.js';

/** The message of the command line, with its hint unless that names a flag. */
export function lineFor(error: unknown): string {
  if (error instanceof UserError) {
    const { message, hint } = formatError(error);
    return hint.includes('--') ? message : `${message}; ${hint}`;
  }
  return error instanceof Error ? error.message : String(error);
}
