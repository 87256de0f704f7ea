import { commonFlags } from './common.js';
import { command, type Flag, type FlagTable } from './flag.js';
import { choice, text, toggle, type Parser } from './parsers.js';
import { trainCommand } from './train.js';

/** Flags of train that describe one invocation, not a run of the grid. */
const SINGLE = new Set(['resume', 'plan', 'jsonl', 'log', ...Object.keys(commonFlags)]);

/**
 * One value or several different ones, with commas between them; each is checked by the flag's own parser and kept as
 * typed.
 */
function several({ parser }: Flag): Parser<readonly string[]> {
  return {
    placeholder: `${parser.placeholder}[,..]`,
    ...(parser.words && { words: parser.words }),
    expected: `${parser.expected}, or several different ones with commas between them`,
    parse(given) {
      const values = given.split(',');
      const different = new Set(values.map((value) => parser.parse(value))).size === values.length;
      return different && values.every((value) => parser.parse(value) !== undefined) ? values : undefined;
    },
  };
}

/** A flag whose text may hold commas of its own (paths, patterns) has one value; all others may have several. */
function isListable({ parser, repeatable }: Flag): boolean {
  return !repeatable && parser.placeholder !== '' && !/^(DIR|FILE|MODEL|GLOB|TEXT)/.test(parser.placeholder);
}

const trainFlags = Object.fromEntries(
  Object.entries(trainCommand.flags as FlagTable)
    .filter(([key]) => !SINGLE.has(key))
    .map(([key, flag]): [string, Flag] => {
      const { fallback, short: _short, conflicts: _conflicts, ...rest } = flag;
      if (!isListable(flag)) return [key, rest];
      const help =
        key === 'minutes' ? 'minutes of all runs together, divided evenly; or several, one a run' : flag.help;
      const shows = flag.shows ?? fallback?.toString();
      return [key, { ...rest, help, parser: several(flag), ...(shows !== undefined && { shows }) }];
    }),
) as Readonly<Record<string, Flag>>;

const ownFlags = {
  match: {
    group: 'grid',
    help: "choose --hidden of the other cells so that each has the LSTM's number of parameters",
    parser: choice('parameters'),
  },
  slurm: {
    group: 'grid',
    help: 'print the script of a Slurm job array, one task per run, instead of plain commands',
    parser: toggle,
  },
  program: {
    group: 'grid',
    help: 'how the printed commands call this program',
    parser: text('COMMAND'),
    fallback: 'char-rnn',
  },
} as const satisfies FlagTable;

export const sweepCommand = command({
  name: 'sweep',
  usage: '<corpus..>',
  arity: [1, Infinity],
  summary: 'Print the train commands of a grid of settings, one per line.',
  details:
    'Takes the flags of train, each with one value or several: every combination is a run. ' +
    'Run directories are named after what differs, below --out. Run again, it prints only what is not finished.',
  flags: { ...ownFlags, ...trainFlags, ...commonFlags } as typeof ownFlags & typeof commonFlags & FlagTable,
  examples: [
    'char-rnn sweep notes.txt --cell lstm,rnn --layers 1,2 --match parameters | sh',
    "char-rnn sweep a.txt --seed 1,2 | tr '\\n' '\\0' | xargs -0 -P2 -I{} sh -c {}",
  ],
});
