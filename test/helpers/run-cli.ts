import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryBase } from '../reliability/directories.js';
import { sources } from '../reliability/tree.js';
import { startResident, type Ran } from './resident.js';

export type { Ran };

/** The program as users start it. */
export const program = fileURLToPath(new URL('../../../bin/char-rnn.js', import.meta.url));

export interface RunOptions {
  readonly cwd: string;
  readonly stdin?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Sees the process and all that it has written so far, at every new piece. */
  readonly watch?: (child: ChildProcess, written: string) => void;
}

let resident: ReturnType<typeof startResident> | undefined;

/**
 * Runs a command line to its end, in pipes: by the program in a process of its own where `options` give it an
 * environment or an observer, else by its main function in a process that has loaded it before.
 */
export function run(args: readonly string[], options: RunOptions): Promise<Ran> {
  const { cwd, stdin, env, watch } = options;
  if (env || watch) return runProgram(args, options);
  if (resident?.gone !== false) resident = startResident(sources, environment());
  return resident.run({ args, cwd, stdin });
}

/** Runs the program in a process of its own to its end, in pipes. */
export function runProgram(args: readonly string[], options: RunOptions): Promise<Ran> {
  return finish(process.execPath, [program, ...args], options);
}

/** Whether this machine can give a program a terminal: script(1) of util-linux. */
export function hasTerminal(): boolean {
  return spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;
}

/** Runs the built program on a terminal of `columns`; `stdout` holds all that appeared on it. */
export function runOnTerminal(
  args: readonly string[],
  { columns = 80, ...options }: RunOptions & { columns?: number },
): Promise<Ran> {
  const words = [process.execPath, program, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  const command = `stty cols ${columns} rows 24; exec ${words.join(' ')}`;
  const env = { TERM: 'xterm-256color', ...options.env };
  return finish('script', ['--quiet', '--return', '--command', command, '/dev/null'], { ...options, env });
}

/** Without what a person's terminal does not say: Node takes CI for a sign that there is no color. */
function environment(): NodeJS.ProcessEnv {
  const { NO_COLOR: _no, FORCE_COLOR: _force, CI: _ci, ...inherited } = process.env;
  return inherited;
}

function finish(
  command: string,
  args: readonly string[],
  { cwd, stdin, env, watch }: RunOptions,
): Promise<Ran> {
  const child = spawn(command, args, { cwd, env: { ...environment(), ...env } });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (piece: string) => {
      written[stream] += piece;
      watch?.(child, written.stdout + written.stderr);
    });
  }
  // a terminal reads on until its program ends: there, stdin stays open
  if (command !== 'script' || stdin !== undefined) child.stdin.end(stdin ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...written }));
  });
}

/** A directory for one test file, to be removed when it is done. */
export function temporaryDirectory(): { path: string; remove(): void } {
  const path = mkdtempSync(join(temporaryBase, 'char-rnn-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
