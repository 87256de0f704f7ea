import { commands } from '../src/cli/commands.js';
import { errorsByExitCode } from '../src/core/wording/index.js';
import type { CommandSpec } from '../src/cli/options/flag.js';
import { defaultOf, groups, signature } from '../src/cli/options/help.js';

const titles: Readonly<Record<number, string>> = {
  2: 'usage',
  3: 'a corpus or another text',
  4: 'a checkpoint',
  5: 'the disk',
  6: 'training diverged',
  7: 'the run directory is in use',
};

/** docs/char-rnn.1: the man page, from the tables that the commands themselves read. */
export function manPage(): string {
  return [
    '.\\" Made by `npm run docs` from src/cli/options; do not edit.',
    '.TH CHAR\\-RNN 1',
    '.SH NAME',
    'char\\-rnn \\- train, sample and inspect character\\-level recurrent networks',
    '.SH SYNOPSIS',
    ...commands.flatMap(({ spec }) => [
      '.B char\\-rnn ' + roff(spec.name),
      roff(`${spec.usage} [flags]`),
      '.br',
    ]),
    '.SH COMMANDS',
    ...commands.flatMap(({ spec }) => commandSection(spec)),
    '.SH ENVIRONMENT',
    '.TP\n.B CHAR_RNN_BLAS',
    'Path of the BLAS library to use, or "none". Without it, the libraries of the system, of NumPy, conda and Homebrew are tried.',
    '.TP\n.B NO_COLOR, FORCE_COLOR',
    'Turn color off or on; \\-\\-color takes precedence.',
    '.SH EXIT STATUS',
    '.TP\n0\nSuccess, also when the reader of a pipe goes away.',
    '.TP\n1\nA bug; \\-\\-debug prints the stack.',
    ...[...errorsByExitCode.keys()].map(
      (code) => `.TP\n${code}\nAn error of this kind: ${roff(titles[code]!)}.`,
    ),
    '.TP\n128 + n\nStopped by signal n (130: Ctrl\\-C).',
    '',
  ].join('\n');
}

function commandSection(spec: CommandSpec): string[] {
  return [
    `.SS char\\-rnn ${roff(`${spec.name} ${spec.usage}`)}`,
    roff([spec.summary, spec.details ?? []].flat().join(' ')),
    ...[...groups(spec.flags)].flatMap(([group, flags]) => [
      `.PP\n.I ${roff(group)}`,
      ...flags.flatMap(([name, flag]) => {
        const value = defaultOf(flag);
        const notes = [flag.help, value && `(${value})`, flag.repeatable && '(repeatable)'].filter(Boolean);
        return [`.TP\n.B ${roff(signature(name, flag))}`, roff(notes.join(' '))];
      }),
    ]),
    '.PP\n.I examples',
    '.nf',
    ...spec.examples.map((example) => `    ${roff(example)}`),
    '.fi',
  ];
}

/** Text for troff: backslashes, hyphens, and dots and quotes that would begin a request. */
function roff(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/, '\\&$&');
}
