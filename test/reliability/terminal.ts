import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cliCommand } from './cli.js';

/** Starts char-rnn on a pseudo-terminal, which script(1) makes. */
export async function startOnTerminal(tree: string, args: readonly string[]) {
  const directory = mkdtempSync(join(tmpdir(), 'char-rnn-test-'));
  const pidFile = join(directory, 'pid');
  const [program, programArgs] = cliCommand(tree, args);
  const words = [program, ...programArgs].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const script = `echo $$ > ${pidFile}; exec ${words}`;
  const environment = { ...process.env, TERM: 'xterm', NO_COLOR: '' };
  const child = spawn('script', ['-qefc', script, '/dev/null'], {
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  let code: number | null = null;
  child.stdout.on('data', (chunk) => (output += chunk));
  const closed = once(child, 'close').then(([status]) => {
    code = status as number;
    rmSync(directory, { recursive: true, force: true });
    return code;
  });
  return {
    output: () => output,
    pid: () => Number(readFileSync(pidFile, 'utf8')),
    end: { wait: () => closed, isRunning: () => code === null },
  };
}
