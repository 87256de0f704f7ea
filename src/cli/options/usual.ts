import { FRAMES, usualOptions } from '../../app/train/usual-options.js';
import type { OptimizationFields } from '../../app/train/request.js';
import type { TrainOptions } from '../../app/train/options.js';

type Value = string | number | null;

/** A default for help: that of texts, then where another holds, `0.01; 0.005 for tables; 0.003 for clips and captions`. */
export function usual(read: (options: TrainOptions) => Value): string {
  const [first, ...others] = valuesOf(read, {});
  return [first!.value, ...others.map(({ value, names }) => `${value} for ${listed(names)}`)].join('; ');
}

/** The same for an option that every schedule has its own default of: `exponential 0.8 (0.97 for tables), step 0.5`. */
export function usualOfSchedules(read: (options: TrainOptions) => Value): string {
  const schedules = ['exponential', 'step', 'plateau'] as const;
  return schedules
    .map((schedule) => {
      const [first, ...others] = valuesOf(read, { schedule });
      const rest = others.map(({ value, names }) => `${value} for ${listed(names)}`).join('; ');
      return `${schedule} ${first!.value}${rest && ` (${rest})`}`;
    })
    .join(', ');
}

/** The different values, each with what has it. */
function valuesOf(read: (options: TrainOptions) => Value, flags: OptimizationFields) {
  const groups = new Map<string, string[]>();
  for (const [name, options] of Object.entries(usualOptions)) {
    const value = String(read(options(flags)) ?? 'never');
    const names = groups.get(value) ?? [];
    if (name !== FRAMES || !names.includes('clips')) groups.set(value, [...names, name]);
  }
  return [...groups].map(([value, names]) => ({ value, names }));
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
