import { command, type FlagTable } from './flag.js';
import { commonFlags } from './common.js';

const flags = { ...commonFlags } as const satisfies FlagTable;

export const completionCommand = command({
  name: 'completion',
  usage: 'bash|zsh|fish',
  arity: [1, 1],
  summary: 'Print a script that completes commands and flags in a shell.',
  flags,
  examples: [
    'source <(char-rnn completion bash)',
    'char-rnn completion fish > ~/.config/fish/completions/char-rnn.fish',
  ],
});
