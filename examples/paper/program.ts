import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the project: commands run there, so that the page can show them as they are typed. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** How a shell calls the program that was built with this script. */
export const program = `${process.execPath} ${join(root, 'bin/char-rnn.js')}`;

/** A command that ended with another exit code than 0. */
export class CommandFailed extends Error {
  constructor(
    readonly command: string,
    readonly code: number,
  ) {
    super(`${command} ended with exit code ${code}`);
  }
}

/** Runs `char-rnn ...` and returns what it wrote to stdout, and to stderr. Throws CommandFailed. */
export async function charRnn(args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [join(root, 'bin/char-rnn.js'), ...args], { cwd: root });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (piece: string) => (written[stream] += piece));
  child.stdin.end();
  const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? 1)));
  if (code === 0) return written;
  process.stderr.write(written.stderr);
  throw new CommandFailed(asTyped(args), code);
}

/**
 * Runs a line of a shell, and ends it with Ctrl-C's signal after `seconds`: training then saves, and can be resumed.
 * Its stderr is a pipe, so that it also ends when this script is killed. Returns its exit code; 130 after a signal.
 */
export async function runLine(line: string, seconds: number): Promise<number> {
  const child = spawn('sh', ['-c', line], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  child.stderr.pipe(process.stderr, { end: false });
  const interrupt = (): void => void process.kill(-child.pid!, 'SIGINT');
  const limit = 2 ** 31 - 1;
  const timer = setTimeout(interrupt, Math.min(seconds * 1000, limit));
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? 130)));
  clearTimeout(timer);
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  return code;
}

/** A command for the page. */
export const asTyped = (args: readonly string[]): string => ['char-rnn', ...args].join(' ');
