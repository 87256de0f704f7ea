import type { core } from 'zod/mini';

/** The first thing zod found, in half a line. */
export function firstIssue(error: core.$ZodError): string {
  const { path, message } = error.issues[0]!;
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}
