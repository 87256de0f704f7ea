import { readFileSync } from 'node:fs';
import { userError, type UserError } from '../core/errors.js';
import { commands } from './commands.js';
import { explain } from './explain.js';
import { commandHelp, overview } from './options/help.js';
import { nearest } from './options/nearest.js';
import { outliveTerminals } from './terminal/gone-terminal.js';
import { isGone } from './terminal/output.js';
import { sanitize } from '../report/sanitize.js';
import { exitCodeOfStop, listenForSignals } from './terminal/signals.js';

/**
 * The whole program: `argv` as in process.argv, the exit code as result. Every error ends in the one catch here: one
 * line on stderr, and an exit code.
 */
export async function main(argv: readonly string[]): Promise<number> {
  listenForSignals();
  outliveTerminals();
  dropLateWrites();
  const exitCode = await run(argv.slice(2));
  // output that a stalled reader has not taken would keep a stopped process alive
  const unwritten = process.stdout.writableLength + process.stderr.writableLength > 0;
  if (unwritten && exitCodeOfStop() > 0) process.exit(exitCode);
  return exitCode;
}

async function run([word, ...args]: readonly string[]): Promise<number> {
  try {
    return await dispatch(word, args);
  } catch (error) {
    const { exitCode, line } = explain(error, commands.find(({ spec }) => spec.name === word)?.spec.name);
    if (line !== '') process.stderr.write(`char-rnn: ${line}\n`);
    if (args.includes('--debug') && error instanceof Error)
      process.stderr.write(`${sanitize(error.stack ?? '')}\n`);
    return exitCode;
  }
}

async function dispatch(word: string | undefined, args: readonly string[]): Promise<number> {
  const specs = commands.map(({ spec }) => spec);
  if (word === undefined) return print(overview(specs, columns(process.stderr)), 2, process.stderr);
  if (word === '--version') return print(`${version()}\n`);
  if (word === 'help' && args[0] !== undefined) return dispatch(args[0], ['--help']);
  if (word === 'help' || word === '--help' || word === '-h')
    return print(overview(specs, columns(process.stdout)));
  const command = commands.find(({ spec }) => spec.name === word);
  if (command === undefined) throw word.startsWith('-') ? misplacedFlag(word) : unknownCommand(word);
  if (asksForHelp(args)) return print(commandHelp(command.spec, columns(process.stdout)));
  return command.run(args);
}

/** The width of help: that of the terminal, at most 100 columns. */
function columns(stream: NodeJS.WriteStream): number {
  return Math.min(stream.columns ?? 100, 100);
}

function unknownCommand(word: string): UserError {
  const names = commands.map(({ spec }) => spec.name);
  const meant = nearest(word, names);
  const hint = meant ? `did you mean ${meant}?` : `the commands are ${names.join(', ')}`;
  return userError('usage/unknown-command', { command: word, hint });
}

/** A flag in the place of the command. */
function misplacedFlag(word: string): UserError {
  const flag = word.replace(/=.*/s, '');
  const own = /^-v$/i.test(flag) ? 'version' : nearest(flag.slice(2), ['help', 'version']);
  const hint = own ? `did you mean --${own}?` : 'flags follow the command, as in char-rnn train --lr 0.001';
  return userError('usage/unknown-flag', { flag, hint });
}

/** --help takes precedence over everything else on the line. */
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

/** A reader that has gone (`char-rnn --help | head -1`) is not an error. */
function dropLateWrites(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!isGone(error, stream)) process.exitCode = 5;
    });
  }
}
