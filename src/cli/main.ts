import { readFileSync } from 'node:fs';
import { userError } from '../core/errors.js';
import { commands } from './commands.js';
import { explain } from './explain.js';
import { commandHelp, overview } from './options/help.js';
import { nearest } from './options/nearest.js';
import { listenForSignals } from './terminal/signals.js';

/**
 * The whole program: `argv` as in process.argv, the exit code as result. Whatever goes wrong below ends in the one
 * catch here: one line on stderr, and an exit code.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const [word, ...args] = argv.slice(2);
  listenForSignals();
  dropLateWrites();
  try {
    return await dispatch(word, args);
  } catch (error) {
    const { exitCode, line } = explain(error, commands.find(({ spec }) => spec.name === word)?.spec.name);
    if (line !== '') process.stderr.write(`char-rnn: ${line}\n`);
    if (args.includes('--debug') && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return exitCode;
  }
}

async function dispatch(word: string | undefined, args: readonly string[]): Promise<number> {
  const specs = commands.map(({ spec }) => spec);
  if (word === undefined) return print(overview(specs), 2, process.stderr);
  if (word === '--version') return print(`${version()}\n`);
  if (word === 'help') return args[0] === undefined ? print(overview(specs)) : dispatch(args[0], ['--help']);
  if (word === '--help' || word === '-h') return print(overview(specs));
  const command = commands.find(({ spec }) => spec.name === word);
  if (command === undefined) {
    const meant = nearest(
      word,
      specs.map(({ name }) => name),
    );
    const hint = meant
      ? `did you mean ${meant}?`
      : `the commands are ${specs.map(({ name }) => name).join(', ')}`;
    throw userError('usage/unknown-command', { command: word, hint });
  }
  if (asksForHelp(args))
    return print(commandHelp(command.spec, Math.min(process.stdout.columns ?? 100, 100)));
  return command.run(args);
}

/** --help wins over everything else on the line. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const flags = end < 0 ? args : args.slice(0, end);
  return flags.includes('--help') || flags.includes('-h');
}

function print(text: string, exitCode = 0, stream: NodeJS.WriteStream = process.stdout): number {
  stream.write(text);
  return exitCode;
}

function version(): string {
  const url = new URL('../../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(url, 'utf8')) as { version: string }).version;
}

/** A reader that has gone (`char-rnn --help | head -1`) is nobody's mistake. */
function dropLateWrites(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') process.exitCode = 5;
    });
  }
}
