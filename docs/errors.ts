import { errorTable } from '../src/core/error-table.js';

const exits: Readonly<Record<number, string>> = {
  2: 'usage: the command line or a setting',
  3: 'the corpus or a text',
  4: 'the checkpoint',
  5: 'the disk',
  6: 'training has diverged',
  7: 'the run directory is in use',
};

/** docs/errors.md: every error a user can meet, from the table that the program itself reads. */
export function errorsMarkdown(): string {
  const table = Object.entries(errorTable).map(([name, kind]) => ({ name, ...kind }));
  return [
    '# Errors',
    '',
    'Made by `npm run docs` from src/core/error-table.ts; do not edit.',
    '',
    'An error is one line on stderr, `char-rnn: <what>: <what to do>`, and an exit code. 0 is success, also when the',
    'reader of a pipe goes away; 1 is a bug (`--debug` shows where); 128 + n is a stop by signal n (130: Ctrl-C).',
    '',
    ...Object.entries(exits).flatMap(([exit, about]) => [
      `## ${exit}: ${about}`,
      '',
      '| name | message | hint |',
      '|---|---|---|',
      ...table
        .filter((row) => row.exit === Number(exit))
        .map(({ name, message, hint }) => `| ${name} | ${cell(message)} | ${cell(hint)} |`),
      '',
    ]),
  ].join('\n');
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
