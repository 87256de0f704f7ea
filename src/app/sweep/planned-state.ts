import type { TrainRequest } from '../train/request.js';
import { userError } from '../../core/errors.js';
import {
  changedFields,
  definingFields,
  describeDifference,
  differences,
  freeLimits,
  LIMITS,
  type Definition,
  type Difference,
} from '../../runs/experiment.js';
import { passedLimits, sameLimits } from '../../runs/limits.js';
import { isRun, readRecord, type RunRecord } from '../../runs/record.js';
import { planParts } from '../../train/plan/plan.js';

/** The progress of a run of a grid: nothing there, begun (with or without a checkpoint), or trained to its end. */
export type PlannedState = 'missing' | 'begun' | 'finished';

/**
 * Examines `directory` for the run that `wanted` defines. Throws sweep/other-run where it holds another, which cannot
 * become the one that is wanted by --resume with its limits; and run/config, checkpoint/... where it is damaged.
 */
export function plannedState(directory: string, wanted: Definition): PlannedState {
  if (!isRun(directory)) return 'missing';
  const record = readRecord(directory);
  const free = freeLimits(wanted.options);
  refuse(directory, [
    ...differencesOf(record, wanted, free),
    ...passedLimits(record.now, wanted.options, record.progress),
  ]);
  return record.finished && sameLimits(record.now, wanted.options) ? 'finished' : 'begun';
}

/**
 * The same for a run whose network, rates and steps are planned from a budget when it is trained (app/train/plan.ts):
 * its budget and what `request` gives are compared.
 */
export function budgetedState(directory: string, wanted: Definition, request: TrainRequest): PlannedState {
  if (!isRun(directory)) return 'missing';
  const record = readRecord(directory);
  const chosen = planParts.filter((part) => request[part] === undefined);
  const free = [...LIMITS, ...chosen, ...chosen.map((part) => `model.${part}`)];
  refuse(directory, [
    ...differencesOf(record, wanted, free),
    ...changedFields(record.config, record.now),
    ...budgets(record, wanted),
  ]);
  return record.finished ? 'finished' : 'begun';
}

function refuse(directory: string, [first]: readonly Difference[]): void {
  if (first) throw userError('sweep/other-run', { directory, why: describeDifference(first) });
}

/** What differs between the run as it began, or as it was resumed, and the one that is wanted. */
function differencesOf(
  { config, now }: RunRecord,
  wanted: Definition,
  free: readonly string[],
): Difference[] {
  const { environment } = config;
  const fields = definingFields(wanted);
  return [config.options, now].flatMap((options) =>
    differences(definingFields({ options, environment }), fields, free),
  );
}

/** The minutes or the epochs that a run was planned for. */
function budgets({ config: { options } }: RunRecord, wanted: Definition): Difference[] {
  const { minutes, epochs, patience } = wanted.options;
  const budget = (limits: Record<string, number | null>) =>
    new Map(Object.entries(limits).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)]])));
  const has = options.plan
    ? { minutes: options.plan.minutes, patience: options.patience }
    : { epochs: options.epochs, patience: options.patience };
  return differences(budget(has), budget(minutes === null ? { epochs, patience } : { minutes, patience }));
}
