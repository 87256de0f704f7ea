import { userError } from '../../core/errors.js';
import type { Narrowing, View } from '../../inspect/views/view.js';
import type { InspectRequest } from './request.js';

/** What each field does to a view; all others apply to every view. */
const narrowing: Partial<Record<keyof InspectRequest, Narrowing>> = {
  cell: 'cell',
  state: 'state',
  feature: 'feature',
  labels: 'search',
  recent: 'search',
  shuffles: 'search',
  seed: 'search',
  clamp: 'clamp',
  encoding: 'file',
  include: 'file',
  exclude: 'file',
};

/** A page searches for cells and shows all of them, whatever the view. */
const onPages: readonly Narrowing[] = ['cell', 'state', 'feature', 'search'];

/** Throws inspect/flag for a field that was given and does not apply to the view. */
export function refuseUnused(view: View, request: Omit<InspectRequest, 'model' | 'watch'>): void {
  const hasPage = view.reads.includes('text') || view.reads.includes('table');
  const takes = [...view.takes, ...(!hasPage ? [] : ['file', ...(request.page ? onPages : [])])];
  for (const [field, needs] of Object.entries(narrowing)) {
    if (request[field as keyof typeof narrowing & keyof typeof request] === undefined) continue;
    if (!takes.includes(needs)) throw userError('inspect/flag', { flag: `--${field}`, view: view.name });
  }
}
