/**
 * The program's main function in a process that stays, called with one command line after the other, as bin/char-rnn.js
 * calls it with one: what it loads is loaded once. The first argument names the compiled sources; resident.ts sends the
 * command lines, and gets what each came to, and END on both streams.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import type * as mainModule from '../../src/cli/main.js';
import { load } from '../reliability/tree.js';
import { END, type CommandLine, type Measured } from './resident.js';

const streams = [process.stdout, process.stderr];
// each command line adds its listeners, not knowing that others follow
for (const emitter of [process, ...streams]) emitter.setMaxListeners(0);

const loading = load<typeof mainModule>(process.argv[2]!, 'cli/main.js');
process.on('message', (line: CommandLine) => void answer(line));
process.on('disconnect', () => process.exit());

async function answer({ args, cwd, stdin = '' }: CommandLine): Promise<void> {
  const { main } = await loading;
  process.chdir(cwd);
  const value = Readable.from(stdin === '' ? [] : [Buffer.from(stdin)], { objectMode: false });
  Object.defineProperty(process, 'stdin', { value, configurable: true });
  process.exitCode = undefined;
  forgetPeak();
  const before = process.cpuUsage();
  const code = await main([process.execPath, 'char-rnn', ...args]);
  process.chdir('/'); // `cwd` may be removed while a thread of this command still begins, which asks for it
  const { user, system } = process.cpuUsage(before);
  const measured: Measured = {
    code: Number(process.exitCode ?? code),
    seconds: (user + system) / 1e6,
    kilobytes: peakKilobytes(),
  };
  process.send!(measured);
  for (const stream of streams) stream.write(END);
}

/** Linux measures the largest memory anew from here on. */
function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // elsewhere it is that of the whole life of the process
  }
}

function peakKilobytes(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))![1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
