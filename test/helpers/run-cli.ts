import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program as users start it. */
export const program = fileURLToPath(new URL('../../../bin/char-rnn.js', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly stdin?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Sees the process and all that it has written so far, at every new piece. */
  readonly watch?: (child: ChildProcess, written: string) => void;
}

/** Runs the built program in pipes, to its end. */
export function run(args: readonly string[], options: RunOptions): Promise<Ran> {
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

function finish(
  command: string,
  args: readonly string[],
  { cwd, stdin, env, watch }: RunOptions,
): Promise<Ran> {
  // what a person's terminal does not say: Node takes CI for a sign that there is no color
  const { NO_COLOR: _no, FORCE_COLOR: _force, CI: _ci, ...inherited } = process.env;
  const child = spawn(command, args, { cwd, env: { ...inherited, ...env } });
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
  const path = mkdtempSync(join(tmpdir(), 'char-rnn-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
