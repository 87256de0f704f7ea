import type { CommandSpec } from '../options/flag.js';
import { argumentWords, completedFlags, type Completed } from './words.js';

/** A completion script for fish. */
export function fishCompletion(specs: readonly CommandSpec[]): string {
  return [
    '# fish completion of char-rnn; save it as ~/.config/fish/completions/char-rnn.fish',
    ...specs.map(
      ({ name, summary }) =>
        `complete -c char-rnn -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ),
    ...specs.flatMap((spec) => {
      const here = `complete -c char-rnn -n '__fish_seen_subcommand_from ${spec.name}'`;
      const words = argumentWords(spec);
      return [
        ...(words.length > 0 ? [`${here} -f -a ${quoted(words.join(' '))}`] : []),
        ...completedFlags(spec).map((flag) => `${here} ${flagSpec(flag)}`),
      ];
    }),
    '',
  ].join('\n');
}

function flagSpec({ long, short, help, value, words }: Completed): string {
  const names = `${short ? `-s ${short} ` : ''}-l ${long} -d ${quoted(help)}`;
  const action = {
    none: '',
    words: ` -x -a ${quoted(words.join(' '))}`,
    file: ' -r -F',
    directory: " -x -a '(__fish_complete_directories)'",
    other: ' -x',
  }[value];
  return names + action;
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
