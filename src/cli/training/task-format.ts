import { count } from '../../core/format.js';
import type { TaskData } from '../../core/snapshot.js';
import type { Metric } from '../../data/train-data.js';
import type { EvalEvent, StartEvent } from '../../train/events.js';
import { sanitizeLine } from '../../report/sanitize.js';

/** .9823 -> `98.23 %`. */
const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

/** A table, and what is learned from it: lines above the bar. */
export function describeTable({ rows, occupancy }: StartEvent, name: string, task: TaskData): string[] {
  const { from, to, source, target } = task;
  const inputs = source.length === 0 ? 'numbers' : `${count(source.length)} symbols or labels`;
  const outputs = `${count(target.length)} symbols or labels`;
  return [
    `table    ${sanitizeLine(name)}: ${count(rows ?? 0)} rows to train on`,
    sanitizeLine(`task     ${task.name}: ${from.join(',')} (${inputs}) to ${to} (${outputs})`),
    `batches  rows of similar length: ${percent(occupancy ?? 1)} of the steps carry a symbol`,
  ];
}

const metricNames: Record<Metric, string> = {
  accuracy: 'accuracy',
  tokenAccuracy: 'symbols right',
  exactMatch: 'exact match',
};

/** `exact match 98.20 %  symbols right 99.61 %`. */
export function formatMetrics(metrics: EvalEvent['metrics'] = {}): string {
  const entries = Object.entries(metrics) as [Metric, number][];
  return entries.map(([metric, value]) => `${metricNames[metric]} ${percent(value)}`).join('  ');
}
