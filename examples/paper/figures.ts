import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { charRnn, root } from './program.js';
import type { Run } from './training.js';

/**
 * The figures of a run that a command measures, as JSON. They are kept in a file, and measured again only when the
 * run has a newer model, so that an interrupted script continues with what is missing.
 */
export async function figuresOf<T>(
  run: Run,
  kind: string,
  args: readonly string[],
  directory: string,
): Promise<T> {
  const file = join(directory, `${basename(dirname(run.run))}-${basename(run.run)}.${kind}.json`);
  const path = resolve(root, file);
  if (!existsSync(path) || statSync(path).mtimeMs < statSync(resolve(root, modelOf(run))).mtimeMs) {
    console.error(`${run.run}: ${kind}`);
    mkdirSync(resolve(root, directory), { recursive: true });
    await charRnn([...args, '--json', file]);
  }
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

function modelOf({ run }: Run): string {
  const best = join(run, 'best.safetensors');
  return existsSync(resolve(root, best)) ? best : join(run, 'latest');
}
