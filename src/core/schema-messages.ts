import { config } from 'zod/mini';
import en from 'zod/v4/locales/en.js';

/**
 * Schemas below `runs/` are written with zod/mini, a tenth of the size of zod, so that the page can include them. It
 * has no messages by default; `jitless` keeps it from compiling code, which the page's content security policy
 * forbids.
 */
config({ ...en(), jitless: true });
