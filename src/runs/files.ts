import { join } from 'node:path';
import type { Disk } from '../disk/disk.js';

/**
 * The files of a run directory: config.json, log.csv, step-00001000.safetensors (the last few), best.safetensors,
 * and latest, a text file that names the newest of the step files.
 */
export const CONFIG = 'config.json';
export const LOG = 'log.csv';
export const LOSS_PLOT = 'loss.svg';
export const LATEST = 'latest';
export const BEST = 'best.safetensors';
/** What `train --counts` keeps. */
export const COUNTS = 'counts.safetensors';

const STEP = /^step-(\d{8,15})\.safetensors$/;

/** The name of the checkpoint of a step. */
export function stepFile(step: number): string {
  return `step-${String(step).padStart(8, '0')}.safetensors`;
}

/** The step in the name of a step checkpoint. */
export function stepOf(name: string): number {
  return Number(STEP.exec(name)?.[1]);
}

/** Whether a file of this name in a run directory is one of the run. */
export function isRunFile(name: string): boolean {
  return [CONFIG, LOG, LOSS_PLOT, LATEST, BEST].includes(name) || STEP.test(name);
}

/** The names of the step checkpoints of `directory`, oldest first. */
export function stepFiles(directory: string, disk: Disk): string[] {
  return disk
    .readdir(directory)
    .filter((name) => STEP.test(name))
    .toSorted((a, b) => stepOf(a) - stepOf(b));
}

/** The path of the best checkpoint, when there is one. */
export function bestCheckpoint(directory: string, disk: Disk): string | undefined {
  const path = join(directory, BEST);
  return disk.stat(path)?.isFile() ? path : undefined;
}

/** The path of the newest step checkpoint: the one that `latest` names, else the one of the highest step. */
export function newestCheckpoint(directory: string, disk: Disk): string | undefined {
  const names = stepFiles(directory, disk);
  const latest = join(directory, LATEST);
  const named = disk.stat(latest)?.isFile() ? new TextDecoder().decode(disk.readFile(latest)).trim() : '';
  const name = names.includes(named) ? named : names.at(-1);
  return name === undefined ? undefined : join(directory, name);
}
