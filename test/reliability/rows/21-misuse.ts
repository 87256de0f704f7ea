import type * as commandsModule from '../../../src/cli/commands.js';
import type { CommandSpec } from '../../../src/cli/options/flag.js';
import type * as flagModule from '../../../src/cli/options/flag.js';
import type * as parseModule from '../../../src/cli/options/parse.js';
import { expectThat, isUserError } from '../assert.js';
import { runCli } from '../cli.js';
import { createTally, type Row } from '../row.js';
import { load } from '../tree.js';

/** What can be wrong about a flag that takes a value, and about a switch. */
function misuses(flag: string, expected: { value: boolean; text: boolean; bare: boolean }) {
  const cases: Record<string, string[]> = {
    misspelled: [`${flag}z`, '1'],
    'with an underscore': [`--_${flag.slice(2)}`],
  };
  if (!expected.value) return { ...cases, 'a switch given a value': [`${flag}=7`] };
  if (!expected.bare) cases['without a value at the end'] = [flag];
  cases['empty'] = [`${flag}=`];
  if (!expected.text) {
    cases['no such value'] = [flag, 'abc?!'];
    cases['a value with a unit'] = [flag, '12kg'];
    cases['a number that is none'] = [`${flag}=NaN`];
    cases['below everything'] = [`${flag}=-1e9`];
  }
  return cases;
}

/** Two different values that a flag takes; one where it takes no other. */
function twoValues({ parser, bare }: CommandSpec['flags'][string]): [first: string, last?: string] {
  const candidates = ['1', '2', '0.25', '0.5', '20', '21', ...parser.placeholder.split(/[|,[\]]/)];
  const accepted = candidates.filter((text) => parser.parse(text) !== undefined).slice(0, 2);
  return accepted.map((text) => text + (bare?.before ?? '')) as [string, string?];
}

/** The flag without which `needs` refuses this one, with a value that it takes. */
function neededBy(
  { needs }: CommandSpec['flags'][string],
  { flags }: CommandSpec,
  flagName: typeof flagModule.flagName,
): string[] {
  if (!needs) return [];
  const other = flags[needs.flag]!;
  const value = other.parser.placeholder === '' ? [] : [needs.value ?? twoValues(other)[0]];
  return [`--${flagName(needs.flag)}`, ...value];
}

/** Whether `parser` takes words that are no numbers and no choice. */
function takesText({ parser }: CommandSpec['flags'][string]): boolean {
  return parser.parse('abc?!') !== undefined;
}

export const misuse: Row = {
  number: 21,
  fault:
    'every flag misused: misspelled, empty, without value, wrong value; given twice, the last one counts',
  cases: { small: 0, large: 0 },
  async run(tree, options) {
    const tally = createTally(options);
    const { commands } = await load<typeof commandsModule>(tree, 'cli/commands.js');
    const { parse } = await load<typeof parseModule>(tree, 'cli/options/parse.js');
    const { flagName } = await load<typeof flagModule>(tree, 'cli/options/flag.js');
    for (const { spec } of commands) {
      const operands = Array.from({ length: spec.arity[0] }, (_, i) => `file${i}`);
      for (const [key, flag] of Object.entries(spec.flags)) {
        const name = `--${flagName(key)}`;
        const kind = {
          value: flag.parser.placeholder !== '',
          text: takesText(flag),
          bare: flag.bare !== undefined,
        };
        for (const [what, args] of Object.entries(misuses(name, kind))) {
          const value = args.at(-1)!.split('=')[1];
          if (value !== undefined && kind.value && flag.parser.parse(value) !== undefined) continue;
          await tally.check(`${spec.name} ${args.join(' ')} (${what})`, () => {
            const error = attempt(() => parse(spec, [...operands, ...args]));
            expectThat(isUserError(error, 2), `not refused as misuse: ${String(error)}`);
            expectThat(error.message.includes(name.slice(2)), `the flag is not named: ${error.message}`);
          });
        }
        if (!kind.value || flag.repeatable) continue;
        await tally.check(`${spec.name} ${name} given twice: the last one counts`, () => {
          const [first, last = first] = twoValues(flag);
          const { values } = parse(spec, [
            ...operands,
            ...neededBy(flag, spec, flagName),
            name,
            first,
            name,
            last,
          ]);
          const value = (values as Record<string, unknown>)[key];
          const expected = JSON.stringify(flag.parser.parse(last));
          expectThat(JSON.stringify(value) === expected, `${name} is ${String(value)}`);
        });
      }
    }
    await throughTheBinary(tree, tally.check);
    return tally.outcome();
  },
  mutants: [
    {
      name: 'unknown flags pass',
      file: 'cli/options/parse.ts',
      from: 'if (stray !== undefined)',
      to: 'if (false)',
    },
    {
      name: 'the first of two values counts',
      file: 'cli/options/parse.ts',
      from: 'texts.slice(-1)',
      to: 'texts.slice(0, 1)',
    },
  ],
};

function attempt(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

/** The same as a user meets it: one line on stderr, nothing on stdout, exit code 2. */
async function throughTheBinary(
  tree: string,
  check: (title: string, action: () => unknown) => Promise<void>,
) {
  const lines = [
    'train x --lr abc',
    'train x --hidden 0',
    'sample',
    'sample x --temp -1',
    'sample x y z',
    'trian x',
    'train',
  ];
  for (const line of lines) {
    await check(`char-rnn ${line}`, async () => {
      const { code, stdout, stderr } = await runCli(tree, line.split(' '));
      expectThat(code === 2, `exit ${code}: ${stderr}`);
      expectThat(stdout.length === 0, 'it writes to stdout');
      expectThat(/^char-rnn: .+--help\n$/.test(stderr), `not one line that points to --help: ${stderr}`);
    });
  }
}
