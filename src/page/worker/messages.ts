import { formatError } from '../../cli/messages/index.js';
import { UserError } from '../../core/errors.js';

/** The sentence of the command line; what to do about it too, unless that is a flag. */
export function lineFor(error: unknown): string {
  if (error instanceof UserError) {
    const { message, hint } = formatError(error);
    return hint.includes('--') ? message : `${message}; ${hint}`;
  }
  return error instanceof Error ? error.message : String(error);
}
