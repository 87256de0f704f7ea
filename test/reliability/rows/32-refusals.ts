import { spawn } from 'node:child_process';
import type { Tensor } from '../../../src/core/snapshot.js';
import { expectThat } from '../assert.js';
import { cliCommand, runCli } from '../cli.js';
import { sources } from '../tree.js';

/** What is done to a checkpoint. */
export type Change = (metadata: Record<string, string>, tensors: Map<string, Tensor>) => void;

/** Changes one of the JSON texts of the metadata. */
export const edit =
  (field: string, fields: object): Change =>
  (metadata) =>
    void (metadata[field] = JSON.stringify(merge(JSON.parse(metadata[field]!) as object, fields)));

function merge(base: object, fields: object): object {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(fields)) {
    const old = merged[key];
    const both = [old, value].every((one) => typeof one === 'object' && one !== null && !Array.isArray(one));
    merged[key] = both ? merge(old as object, value as object) : value;
  }
  return merged;
}

/** Sets all weights to one number, as float32 or float64. */
export const weights =
  (value: number, double: boolean): Change =>
  (_, tensors) => {
    for (const [name, { shape, data }] of tensors) {
      if (name.startsWith('training.')) continue;
      const filled = (double ? new Float64Array(data.length) : new Float32Array(data.length)).fill(value);
      tensors.set(name, { shape, data: filled });
    }
  };

export const resize =
  (name: string, ...shape: number[]): Change =>
  (_, tensors) =>
    void tensors.set(name, { shape, data: new Float32Array(shape.reduce((n, size) => n * size, 1)) });

/** CPU seconds and kilobytes within which a hostile file is refused, more than the program takes at least. */
const SECONDS = 1;
const KILOBYTES = 100_000;

export interface Refused {
  readonly code: number | null;
  readonly stderr: string;
  readonly seconds: number;
  readonly kilobytes: number;
}

/** Runs char-rnn and measures it. */
export async function measure(tree: string, args: readonly string[]): Promise<Refused> {
  if (tree !== sources) return measureAlone(tree, args);
  const { code, stderr, seconds, kilobytes } = await runCli(tree, args);
  return { code, stderr, seconds: seconds!, kilobytes: kilobytes! };
}

/** The same in a process of its own, which measures itself (children/cli.ts): no memory is left from another command. */
export async function measureAlone(tree: string, args: readonly string[]): Promise<Refused> {
  const [program, words] = cliCommand(tree, args);
  const child = spawn(program, words, {
    env: { ...process.env, TELL_MEMORY: '1', TELL_SECONDS: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let written = '';
  child.stderr.on('data', (chunk) => (written += chunk));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const lines = written.trimEnd().split('\n');
      const [kilobytes, seconds] = [Number(lines.pop()), Number(lines.pop())];
      resolve({ code, stderr: lines.join('\n'), seconds, kilobytes });
    });
  });
}

/** Expects that exit code and one line. */
export function expectOneLine(ran: Pick<Refused, 'code' | 'stderr'>, code: number): void {
  const line = ran.stderr.trimEnd();
  expectThat(ran.code === code, `exit ${ran.code}, not ${code}: ${line}`);
  expectThat(!line.includes('\n') && !line.includes('this is a bug'), line);
}

/** Expects the same, with little more time and memory than the program takes at least. */
export async function expectRefused(
  tree: string,
  args: readonly string[],
  code: number,
  idle: Refused,
): Promise<void> {
  const refused = await measure(tree, args);
  expectOneLine(refused, code);
  const { seconds, kilobytes } = refused;
  expectThat(seconds - idle.seconds < SECONDS, `it took ${(seconds - idle.seconds).toFixed(1)} s`);
  const more = kilobytes - idle.kilobytes;
  expectThat(more < KILOBYTES, `it took ${more} kB`);
}
