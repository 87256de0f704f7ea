import type { CommandSpec } from '../options/flag.js';
import { argumentWords, completedFlags, type Completed } from './words.js';

/** A completion script for zsh. */
export function zshCompletion(specs: readonly CommandSpec[]): string {
  return [
    '#compdef char-rnn',
    '# zsh completion of char-rnn; save it as _char-rnn in a directory of $fpath, or: source <(char-rnn completion zsh)',
    '_char-rnn() {',
    '  local -a commands',
    '  commands=(',
    ...specs.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`),
    '  )',
    '  if (( CURRENT == 2 )); then',
    '    _describe command commands',
    '    return',
    '  fi',
    '  local command=$words[2]',
    '  shift words; (( CURRENT-- ))',
    '  case $command in',
    ...specs.flatMap((spec) => [
      `    ${spec.name})`,
      '      _arguments \\',
      ...completedFlags(spec)
        .flatMap(flagSpecs)
        .map((text) => `        ${text} \\`),
      `        ${quoted(`*:argument:${argument(spec)}`)}`,
      '      ;;',
    ]),
    '  esac',
    '}',
    '# from a directory of $fpath this file is the function itself when it is first called',
    'if [[ $funcstack[1] == _char-rnn ]]; then _char-rnn "$@"; else compdef _char-rnn char-rnn; fi',
    '',
  ].join('\n');
}

function argument(spec: CommandSpec): string {
  const words = argumentWords(spec);
  return words.length > 0 ? `(${words.join(' ')})` : '_files';
}

/** `--cell[recurrent cell]:cell:(rnn lstm)`, and the same for the short form. */
function flagSpecs({ long, short, help, value, words }: Completed): string[] {
  const text = help.replace(/[[\]:\\]/g, '\\$&');
  const action = {
    none: '',
    words: `:${long}:(${words.join(' ')})`,
    file: `:${long}:_files`,
    directory: `:${long}:_files -/`,
    other: `:${long}:`,
  }[value];
  const names = [`--${long}`, ...(short ? [`-${short}`] : [])];
  return names.map((name) => quoted(`*${name}[${text}]${action}`));
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
