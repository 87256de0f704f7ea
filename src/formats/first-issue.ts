import type { core } from 'zod/mini';

/** The first issue that zod found, as part of a sentence. */
export function firstIssue(error: core.$ZodError): string {
  const { path, message } = error.issues[0]!;
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}
