import type { CommandSpec } from '../options/flag.js';
import { argumentWords, completedFlags } from './words.js';

/** A completion script for bash. */
export function bashCompletion(specs: readonly CommandSpec[]): string {
  const names = specs.map(({ name }) => name).join(' ');
  return [
    '# bash completion of char-rnn; load it with: source <(char-rnn completion bash)',
    '_char_rnn() {',
    '  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    COMPREPLY=($(compgen -W "${names} --help --version" -- "$cur"))`,
    '    return',
    '  fi',
    '  case "${COMP_WORDS[1]} $prev" in',
    ...specs.flatMap(valueCases),
    '  esac',
    '  case ${COMP_WORDS[1]} in',
    ...specs.map((spec) => `    ${spec.name}) words="${flagWords(spec)}" ;;`),
    '  esac',
    '  if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W "$words" -- "$cur"))',
    ...specs.flatMap((spec) => {
      const words = argumentWords(spec).join(' ');
      if (words === '') return [];
      return [
        `  elif [ "\${COMP_WORDS[1]}" = ${spec.name} ]; then COMPREPLY=($(compgen -W "${words}" -- "$cur"))`,
      ];
    }),
    '  else COMPREPLY=($(compgen -f -- "$cur")); fi',
    '}',
    'complete -o filenames -F _char_rnn char-rnn',
    '',
  ].join('\n');
}

const flagWords = (spec: CommandSpec) =>
  completedFlags(spec)
    .map(({ long }) => `--${long}`)
    .join(' ');

/** The completions for each flag that takes a value. */
function valueCases(spec: CommandSpec): string[] {
  return completedFlags(spec).flatMap(({ long, short, value, words }) => {
    if (value === 'none') return [];
    const pattern = [`"${spec.name} --${long}"`, ...(short ? [`"${spec.name} -${short}"`] : [])].join('|');
    const generate = {
      words: `-W "${words.join(' ')}"`,
      file: '-f',
      directory: '-d',
      other: undefined,
    }[value];
    const reply = generate ? `COMPREPLY=($(compgen ${generate} -- "$cur")); ` : '';
    return [`    ${pattern}) ${reply}return ;;`];
  });
}
