/**
 * The program's main function in a process that stays, called with one command line after the other, as bin/char-rnn.js
 * calls it with one: what it loads is loaded once. The first argument names the compiled sources; resident.ts sends the
 * command lines, and gets the exit code of each, and END on both streams.
 */
import { Readable } from 'node:stream';
import type * as mainModule from '../../src/cli/main.js';
import { load } from '../reliability/tree.js';
import { END, type CommandLine } from './resident.js';

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
  const code = await main([process.execPath, 'char-rnn', ...args]);
  process.send!(process.exitCode ?? code);
  for (const stream of streams) stream.write(END);
}
