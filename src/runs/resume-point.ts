import { join } from 'node:path';
import { UserError } from '../core/errors.js';
import type { Snapshot } from '../core/snapshot.js';
import { parseStrictJson } from '../formats/strict-json.js';
import { readCheckpoint, readMetadata } from './checkpoint.js';
import { disk } from '../disk/disk.js';
import { bestCheckpoint, stepFiles, stepOf } from './files.js';

/** Where a run continues. */
export interface ResumePoint {
  /** undefined when the run never saved. */
  readonly file: string | undefined;
  readonly from: Snapshot | undefined;
  /** The best model, saved no later than `from`. */
  readonly best: Snapshot | undefined;
  /** Checkpoints that could not be read. */
  readonly skipped: readonly { readonly file: string; readonly error: UserError }[];
}

/**
 * The newest checkpoint of a run that can be read: a step file or, where a run was killed before it wrote one, the best
 * model. Damaged ones are skipped. Throws the error of the newest when none can be read.
 */
export function findResumePoint(directory: string): ResumePoint {
  const skipped: { file: string; error: UserError }[] = [];
  const read = (file: string): Snapshot | undefined => {
    if (skipped.some((one) => one.file === file)) return undefined;
    try {
      return readCheckpoint(file);
    } catch (error) {
      if (!isDamage(error)) throw error;
      skipped.push({ file, error });
      return undefined;
    }
  };
  const bestFile = bestCheckpoint(directory, disk);
  const files = newestFirst(directory, bestFile);
  for (const file of files) {
    const from = read(file);
    if (from === undefined) continue;
    const best = file === bestFile ? from : bestFile && read(bestFile);
    return { file, from, best: best || undefined, skipped };
  }
  if (skipped[0] !== undefined) throw skipped[0].error;
  return { file: undefined, from: undefined, best: undefined, skipped };
}

/** The newest checkpoint of a run, readable or not; undefined where it has none. */
export function newestSaved(directory: string): string | undefined {
  return newestFirst(directory, bestCheckpoint(directory, disk))[0];
}

/** All checkpoints by their steps, newest first; at the same step, the step file before the best. */
function newestFirst(directory: string, best: string | undefined): string[] {
  const steps = stepFiles(directory, disk).map((name) => ({
    file: join(directory, name),
    step: stepOf(name),
  }));
  const all = best === undefined ? steps : [...steps, { file: best, step: savedStep(best) - 0.5 }];
  return all.toSorted((a, b) => b.step - a.step).map(({ file }) => file);
}

/** The step of a checkpoint by its metadata; damaged ones come first, so that they are reported. */
function savedStep(file: string): number {
  try {
    const { step } = parseStrictJson(readMetadata(file)['progress'] ?? '') as { step: number };
    return typeof step === 'number' ? step : Infinity;
  } catch {
    return Infinity;
  }
}

function isDamage(error: unknown): error is UserError {
  return error instanceof UserError && /^(checkpoint|safetensors)\//.test(error.code);
}
