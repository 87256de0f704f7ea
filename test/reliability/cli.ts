import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { childPath } from './tree.js';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** The program and arguments that run `char-rnn ...args` with the sources of `tree`. */
export function cliCommand(tree: string, args: readonly string[]): [string, string[]] {
  return [process.execPath, [childPath('cli'), tree, ...args]];
}

/** Starts char-rnn as a process of its own, its three streams as pipes. */
export function startCli(
  tree: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcessWithoutNullStreams {
  return spawn(...cliCommand(tree, args), {
    env: { ...process.env, ...environment },
    stdio: 'pipe',
  }) as ChildProcessWithoutNullStreams;
}

/** Waits for a process to end; returns all it wrote. */
export async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() };
}

/** Runs char-rnn to its end, with `input` on stdin. */
export function runCli(tree: string, args: readonly string[], input = ''): Promise<Ended> {
  const child = startCli(tree, args);
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return ended(child);
}
