import { featureNames } from '../../app/inspect/question.js';
import { flagName, type CommandSpec, type Flag } from '../options/flag.js';

/** A flag as a completion script needs it. */
export interface Completed {
  readonly long: string;
  readonly short: string | undefined;
  readonly help: string;
  /** The completion of its value: none for a switch, words, files, directories, or a value that cannot be completed. */
  readonly value: 'none' | 'words' | 'file' | 'directory' | 'other';
  readonly words: readonly string[];
  readonly placeholder: string;
}

/** The listed flags of a command. */
export function completedFlags({ flags }: CommandSpec): Completed[] {
  return Object.entries(flags)
    .filter(([, { hidden }]) => !hidden)
    .map(([key, flag]) => ({
      long: flagName(key),
      short: flag.short,
      help: flag.help,
      value: key === 'feature' ? 'words' : valueOf(flag),
      words: key === 'feature' ? featureNames : (flag.parser.words ?? []),
      placeholder: flag.parser.placeholder,
    }));
}

function valueOf({ parser }: Flag): Completed['value'] {
  if (parser.placeholder === '') return 'none';
  if (parser.words && parser.words.length > 0) return 'words';
  if (parser.placeholder === 'DIR') return 'directory';
  return /^(FILE|MODEL|SAMPLE)/.test(parser.placeholder) ? 'file' : 'other';
}

/** The words that a command takes as its argument, where its usage lists them: `bash|zsh|fish`. */
export function argumentWords({ usage }: CommandSpec): string[] {
  return /^\w+(\|\w+)+$/.test(usage) ? usage.split('|') : [];
}
