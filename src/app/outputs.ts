import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { userError } from '../core/errors.js';
import { sameFile } from '../disk/same-file.js';
import { CONFIG } from '../runs/files.js';

/** The flags of all commands that name a file to be written, and those that name an input file. */
const OUTPUTS = ['log', 'csv', 'json', 'html', 'output'] as const;
const INPUTS = ['train', 'primeFile', 'initFrom', 'resume', 'novelty', 'labels'] as const;

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

function filesOf(input: string): string[] {
  if (!statSync(input, { throwIfNoEntry: false })?.isDirectory()) return [input];
  const files = readdirSync(input, { recursive: true, encoding: 'utf8' });
  const own = existsSync(join(input, CONFIG))
    ? files.filter((name) => /^(config\.json|latest|log\.csv|.*\.safetensors)$/.test(name))
    : files;
  return own.map((name) => join(input, name));
}
