import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

export interface CommandLine {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly stdin?: string | undefined;
}

export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds?: number;
  readonly kilobytes?: number;
}

/** What a command line came to in a process that stays. */
export interface Measured {
  readonly code: number;
  /** Processor seconds. */
  readonly seconds: number;
  /** The largest memory of the process meanwhile. */
  readonly kilobytes: number;
}

/** What both streams carry after the text of each command line. */
export const END = '\0end of a command line\0';

const script = fileURLToPath(new URL('resident-program.js', import.meta.url));

/** A process that has loaded the program of `tree` and runs one command line after the other. */
export function startResident(tree: string, env: NodeJS.ProcessEnv = process.env) {
  const child = spawn(process.execPath, [script, tree], { env, stdio: ['pipe', 'pipe', 'pipe', 'ipc'] });
  child.stdin!.end();
  const pipes = { stdout: child.stdout as Socket, stderr: child.stderr as Socket };
  const written = { stdout: '', stderr: '' };
  let measured: Measured | null = null;
  let finish: ((ran: Ran) => void) | undefined;
  let gone = false;
  let turn: Promise<unknown> = Promise.resolve();

  for (const name of ['stdout', 'stderr'] as const) {
    pipes[name].setEncoding('utf8').on('data', (piece: string) => {
      written[name] += piece;
      finishWhenOver();
    });
  }
  child.on('message', (message) => {
    measured = message as Measured;
    finishWhenOver();
  });
  child.on('close', (code, signal) => {
    gone = true;
    finish?.({ code, signal, ...written });
  });
  child.unref();
  keepAlive(false);

  function finishWhenOver(): void {
    const { stdout, stderr } = written;
    if (measured === null || !stdout.endsWith(END) || !stderr.endsWith(END)) return;
    finish?.({
      ...measured,
      signal: null,
      stdout: stdout.slice(0, -END.length),
      stderr: stderr.slice(0, -END.length),
    });
  }

  /** A caller that waits for an answer stays alive for it; an idle process keeps no caller alive. */
  function keepAlive(alive: boolean): void {
    for (const handle of [child.channel!, pipes.stdout, pipes.stderr]) handle[alive ? 'ref' : 'unref']();
  }

  async function answer(line: CommandLine): Promise<Ran> {
    keepAlive(true);
    Object.assign(written, { stdout: '', stderr: '' });
    measured = null;
    const ran = await new Promise<Ran>((resolve) => {
      finish = resolve;
      child.send(line);
    });
    finish = undefined;
    if (!gone) keepAlive(false);
    return ran;
  }

  return {
    /** The process has ended: a command line has ended it. */
    get gone(): boolean {
      return gone;
    },
    /** Runs a command line when those before it are over. */
    run(line: CommandLine): Promise<Ran> {
      const ran = turn.then(() => answer(line));
      turn = ran;
      return ran;
    },
  };
}
