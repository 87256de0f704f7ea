import { config } from 'zod/mini';
import en from 'zod/v4/locales/en.js';

/**
 * Schemas below `runs/` are written with zod/mini, a tenth of the size of zod, so that the page can include them. It
 * has no messages by default; `jitless` keeps it from compiling code, which the page's content security policy
 * forbids.
 */
config({ ...en(), jitless: true });

/** The first issue that zod found, as part of a sentence. */
export function firstIssue({
  issues,
}: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}): string {
  const { path, message } = issues[0]!;
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}
