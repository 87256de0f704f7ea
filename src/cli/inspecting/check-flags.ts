import { userError } from '../../core/errors.js';
import type { Narrowing, View } from '../../inspect/views/view.js';
import type { InspectValues } from '../options/inspect.js';

/** What each flag does to a view; all other flags apply to every view. */
const narrowing: Readonly<Record<string, Narrowing>> = {
  cell: 'cell',
  state: 'state',
  feature: 'search',
  labels: 'search',
  recent: 'search',
  shuffles: 'search',
  seed: 'search',
  clamp: 'clamp',
};

/** A page searches for cells and shows all of them, whatever view it is made of. */
const onPages: readonly Narrowing[] = ['cell', 'state', 'search'];

/** Throws inspect/flag for a flag that the view can do nothing with, usage/conflict for outputs that exclude each other. */
export function checkFlags(view: View, values: InspectValues, given: ReadonlySet<string>): void {
  const takes = values.html === undefined ? view.takes : [...view.takes, ...onPages];
  for (const flag of given) {
    const needs = narrowing[flag];
    if (needs === undefined || takes.includes(needs)) continue;
    throw userError('inspect/flag', { flag: `--${flag}`, view: view.name });
  }
  const outputs = (['html', 'csv', 'json'] as const).filter((name) => values[name] !== undefined);
  const [first, second] = outputs.filter((name) => values[name] === '-');
  if (second !== undefined)
    throw userError('usage/conflict', { flag: `--${first} -`, other: `--${second} -` });
  if (view.streams && values.csv !== undefined && values.json !== undefined) {
    throw userError('usage/conflict', { flag: '--csv', other: '--json' });
  }
}
