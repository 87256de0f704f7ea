import * as z from 'zod/mini';
import '../core/schema-messages.js';

/** ModelConfig.ngrams. */
export const ngramSchema = z.strictObject({
  order: z.int().check(z.gte(2), z.lte(16)),
  rows: z.int().check(z.gte(1), z.lte(2 ** 22)),
  size: z.int().check(z.gte(1), z.lte(4096)),
  dropout: z.number().check(z.gte(0), z.lt(1)),
});
