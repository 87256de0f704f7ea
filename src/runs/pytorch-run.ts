import { dirname, join } from 'node:path';
import { UserError } from '../core/errors.js';
import type { Snapshot } from '../core/snapshot.js';
import { logUpTo } from './log.js';
import { parseRunConfig } from './config.js';
import { LOG } from './files.js';

/** The log of the run that a checkpoint is of. */
export const logBeside = (checkpoint: string): string => join(dirname(checkpoint), LOG);

/**
 * What train.py of a PyTorch directory continues, by file name: the split of the run (split.json; not that of parallel
 * streams, which only char-rnn knows), and its log up to the checkpoint. Weights alone have neither.
 */
export function filesOfRun(checkpoint: string, { training }: Snapshot): Record<string, string> {
  const step = (training?.progress as { readonly step?: unknown } | undefined)?.step;
  if (training === undefined || typeof step !== 'number') return {};
  const log = logUpTo(logBeside(checkpoint), step);
  return {
    ...splitOfRun(checkpoint, training),
    ...(log !== undefined && { [LOG]: log }),
  };
}

function splitOfRun(checkpoint: string, training: NonNullable<Snapshot['training']>) {
  try {
    const { options, environment } = parseRunConfig(training, checkpoint);
    const { validation, test, layout } = options.split;
    const { table, own } = environment.corpus;
    if (table === undefined && layout !== 'contiguous') return {};
    const { maxLength, truncate, stratify, balance, delimiter, header } = table ?? {};
    const shares = { validation: own?.validation ? 0 : validation, test: own?.test ? 0 : test };
    const split = { seed: options.seed, ...shares, ...(table && { maxLength, truncate, stratify, balance, delimiter, header }) };
    return { 'split.json': `${JSON.stringify(split, null, 2)}\n` };
  } catch (error) {
    // a record that cannot be read: the weights can still be used
    if (error instanceof UserError) return {};
    throw error;
  }
}
