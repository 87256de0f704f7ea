import { userError } from '../../core/errors.js';
import { bashCompletion } from '../completion/bash.js';
import { fishCompletion } from '../completion/fish.js';
import { zshCompletion } from '../completion/zsh.js';
import type { CommandSpec, Parsed } from '../options/flag.js';
import type { completionCommand } from '../options/completion.js';
import type { Console } from '../terminal/console.js';

type CompletionArguments = Parsed<(typeof completionCommand)['flags']>;

const shells = new Map([
  ['bash', bashCompletion],
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
]);

/** `char-rnn completion SHELL`: a completion script made from the flag tables of all commands. */
export function completionOf(specs: readonly CommandSpec[]) {
  return async ({ files }: CompletionArguments, { out }: Console): Promise<void> => {
    const script = shells.get(files[0]!);
    if (script === undefined) {
      const expected = `one of ${[...shells.keys()].join(', ')}`;
      throw userError('usage/value', { flag: 'completion', value: files[0]!, expected });
    }
    await out.write(script(specs));
  };
}
