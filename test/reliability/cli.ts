import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { startResident } from '../helpers/resident.js';
import { childPath, sources } from './tree.js';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  /** Where it was run by a process that stays: processor seconds, and the largest memory meanwhile. */
  readonly seconds?: number;
  readonly kilobytes?: number;
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

let resident: ReturnType<typeof startResident> | undefined;

/**
 * Runs char-rnn to its end, with `input` on stdin: the sources themselves in a process that has loaded them before, which
 * a tree with a mutant has not.
 */
export async function runCli(tree: string, args: readonly string[], input = ''): Promise<Ended> {
  if (tree === sources) {
    if (resident?.gone !== false) resident = startResident(tree);
    const { stdout, ...ran } = await resident.run({ args, cwd: process.cwd(), stdin: input });
    return { ...ran, stdout: Buffer.from(stdout) };
  }
  const child = startCli(tree, args);
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return ended(child);
}
