import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { userError } from '../core/errors.js';
import { sameFile } from '../disk/same-file.js';
import { CONFIG, isRunFile, LOG } from '../runs/files.js';

export { openAtomic, writeFileAtomic } from '../disk/atomic-write.js';
export { writeStreamAtomic } from '../disk/write-stream.js';

/** The flags of all commands that name a file to be written, and those that name a file or a model that is read. */
export const OUTPUTS = ['log', 'csv', 'json', 'html', 'output'] as const;
export const INPUTS = [
  'train',
  'val',
  'test',
  'initFrom',
  'primeFile',
  'primes',
  'novelty',
  'labels',
  'text',
  'pairs',
] as const;

/** The files that a command line writes, by their flags, without `-` and switches. */
function outputsOf(values: Readonly<Record<string, unknown>>): [flag: string, file: string][] {
  return OUTPUTS.flatMap((key) => {
    const value = values[key];
    return typeof value === 'string' && value !== '-' && value !== '' ? [[`--${key}`, value]] : [];
  });
}

/**
 * Throws usage/overwrites where a file to be written is one that is read: `inputs`, and what flags name. Of a directory
 * that is read every file counts, of a run those that the run consists of.
 */
export function refuseToOverwriteInputs(
  values: Readonly<Record<string, unknown>>,
  inputs: readonly string[],
): void {
  const named = INPUTS.flatMap((key) => values[key] ?? []).filter((value) => typeof value === 'string');
  for (const [flag, file] of outputsOf(values)) {
    if (!existsSync(file)) continue;
    const input = [...inputs, ...named].flatMap(filesOf).find((input) => sameFile(input, file));
    if (input !== undefined) throw userError('usage/overwrites', { flag, file, input });
  }
}

/**
 * Throws usage/run-file where a file to be written is one of a run, or has the name of one that the run may write; only
 * the log of `own`, the run that is trained, is written by --log.
 */
export function refuseRunFiles(values: Readonly<Record<string, unknown>>, own?: string): void {
  for (const [flag, file] of outputsOf(values)) {
    const path = placeOf(file);
    if (path === undefined || !isRunFile(basename(path)) || !isRunDirectory(dirname(path))) continue;
    if (flag === '--log' && own !== undefined && path === placeOf(join(own, LOG))) continue;
    throw userError('usage/run-file', { flag, file, directory: dirname(file) });
  }
}

/** The path of a file without links, whether it exists or not; undefined where its directory does not. */
function placeOf(file: string): string | undefined {
  try {
    return existsSync(file) ? realpathSync(file) : join(realpathSync(dirname(file)), basename(file));
  } catch {
    return undefined;
  }
}

/** Whether a directory holds a run: an exported model has a config.json too, but one of its sizes only. */
export function isRunDirectory(path: string): boolean {
  try {
    const config = JSON.parse(readFileSync(join(path, CONFIG), 'utf8')) as unknown;
    return typeof config === 'object' && config !== null && 'options' in config;
  } catch {
    return false;
  }
}

function filesOf(input: string): string[] {
  if (!statSync(input, { throwIfNoEntry: false })?.isDirectory()) return [input];
  const files = readdirSync(input, { recursive: true, encoding: 'utf8' });
  const own = existsSync(join(input, CONFIG))
    ? files.filter((name) => /^(config\.json|latest|log\.csv|.*\.safetensors)$/.test(name))
    : files;
  return own.map((name) => join(input, name));
}
