import { config } from 'zod/mini';
import en from 'zod/v4/locales/en.js';

/**
 * Schemas below `files/` are written with zod/mini, a tenth of the size of zod, so that the page can carry them. It has no
 * messages unless it is given some; `jitless` keeps it from compiling code, which the policy of the page forbids.
 */
config({ ...en(), jitless: true });
