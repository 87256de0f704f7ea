import * as z from 'zod/mini';
import '../core/schema-messages.js';
import type { SeriesConfig } from '../core/snapshot.js';

/** Columns that a network may read or predict, and the length of a name. */
const [MAX_COLUMNS, MAX_NAME] = [4096, 1000] as const;

const columns = z
  .array(
    z.strictObject({
      name: z.string().check(z.maxLength(MAX_NAME)),
      mean: z.number(),
      deviation: z.number().check(z.positive()),
    }),
  )
  .check(z.maxLength(MAX_COLUMNS))
  .check(
    z.refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'a column stands twice'),
  );

/** SeriesConfig. */
export const seriesSchema: z.ZodMiniType<SeriesConfig> = z.strictObject({
  inputs: columns.check(z.minLength(1)),
  calendar: z.array(z.enum(['hour', 'weekday', 'month'])).check(z.maxLength(3)),
  targets: columns,
  loss: z.enum(['gaussian', 'mse']),
  difference: z.boolean(),
  date: z.exactOptional(z.string().check(z.maxLength(MAX_NAME))),
});
