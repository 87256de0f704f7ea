import { errorsByExitCode } from '../src/core/wording/index.js';

const titles: Readonly<Record<number, string>> = {
  2: 'usage: the command line or a setting',
  3: 'the corpus or another text',
  4: 'the checkpoint',
  5: 'the disk',
  6: 'training diverged',
  7: 'the run directory is in use',
};

/** docs/errors.md: every error a user can meet, from the table that the program itself reads. */
export function errorsMarkdown(): string {
  return [
    '# Errors',
    '',
    'Made by `npm run docs` from src/cli/messages; do not edit.',
    '',
    'An error is one line on stderr, `char-rnn: <what>; <what to do>`, and an exit code. 0 is success, also when the',
    'reader of a pipe goes away; 1 is a bug (`--debug` prints the stack); 128 + n is a stop by signal n (130: Ctrl-C).',
    'In the library, a `UserError` carries the code and the fields (in braces) as data.',
    '',
    ...[...errorsByExitCode].flatMap(([exitCode, table]) => [
      `## ${exitCode}: ${titles[exitCode]}`,
      '',
      '| code | message | hint |',
      '|---|---|---|',
      ...Object.entries(table).map(
        ([code, { message, hint }]) => `| ${code} | ${cell(message)} | ${cell(hint)} |`,
      ),
      '',
    ]),
  ].join('\n');
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
