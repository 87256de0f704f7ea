import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeNpz } from '../../../src/formats/npz/npy.js';
import { expectThat } from '../assert.js';
import { runCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { forgeCheckpoint } from '../forge.js';
import { createTally, type Row } from '../row.js';
import { sources } from '../tree.js';

/** Words that every object of JavaScript knows, and one that none does. */
const words = ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty'];
const NEUTRAL = 'quuxly';

type Command = readonly [args: readonly string[], stdin?: string];

/**
 * Where the name of something is taken; the words name nothing there. `at` is the path of a prepared file. What mutants
 * break comes first.
 */
const places: Record<string, (word: string, at: (file: string) => string) => Command> = {
  'a flag of one dash in the place of a command': (word) => [[`-${word}`]],
  'a state in a checkpoint': (word, at) => [['sample', at(`${word}.safetensors`)]],
  'the state of a cell': (word, at) => [
    ['inspect', at('text'), at('a.txt'), '--view', 'text', '--cell', `1:1:${word}`],
  ],
  'a command of a conversation': (word, at) => [['sample', at('text'), '-i', '-n', '1'], `/${word}\n`],
  'a command': (word) => [[word]],
  'a command to get help on': (word) => [['help', word]],
  'a flag in the place of a command': (word) => [[`--${word}`]],
  'a flag with a value': (word, at) => [['sample', at('text'), `--${word}=1`]],
  'a flag that is denied': (word, at) => [['sample', at('text'), `--no-${word}`]],
  'the state of a clamped cell': (word, at) => [['sample', at('text'), '--clamp', `1:1:${word}=0`]],
  'a feature': (word, at) => [['inspect', at('text'), at('a.txt'), '--feature', word]],
  'the cell of a conversation': (word, at) => [
    ['sample', at('text'), '-i', '-n', '1'],
    `/cell 1:1:${word}\n`,
  ],
  'the clamp of a conversation': (word, at) => [
    ['sample', at('text'), '-i', '-n', '1'],
    `/clamp 1:1:${word}=1\n`,
  ],
  'the column of a source': (word, at) => [['train', at('a.csv'), '--task', 'classify', '--from', word]],
  'the column of a target': (word, at) => [['train', at('a.csv'), '--task', 'classify', '--to', word]],
  'a label to score': (word, at) => [['sample', at('table'), '-', '--score', word], 'abba\n'],
  'a label to write for': (word, at) => [['sample', at('names'), '--label', word]],
  'a label to write for, in a line': (word, at) => [['sample', at('names'), '-'], `${word}\n`],
  'an array of an archive': (word, at) => [['train', at(`${word}.npz`)]],
  'a value in a grid': (word, at) => [['sweep', at('a.txt'), '--cell', `lstm,${word}`, '--dry-run']],
};

export const javaScriptWords: Row = {
  number: 42,
  fault: 'words that every object of JavaScript knows, as the name of anything',
  // words
  cases: { small: 1, large: 5 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const at = (file: string) => join(directory, file);
      await prepare(at);
      for (const [what, command] of Object.entries(places)) {
        const said = async (word: string) => {
          const { code, stdout, stderr } = await runCli(tree, ...command(word, at));
          const all = `${stdout}\n${stderr}`;
          expectThat(!/native code|\[object|this is a bug/.test(all), all);
          return `exit ${code}: ${withoutHints(all, word)}`;
        };
        const expected = await said(NEUTRAL);
        for (const word of words.slice(0, options.cases)) {
          // the grammar of a cell takes no other letters
          if (/cell|clamp/.test(what) && !/^[a-z]+$/.test(word)) continue;
          await tally.check(`${word} as ${what}`, async () => {
            const actual = await said(word);
            expectThat(actual === expected, `${actual} where another word gives ${expected}`);
          });
        }
      }
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'the states of a layer are an object',
      file: 'inspect/forward/cells.ts',
      from: 'caches.get(state)',
      to: 'Object.fromEntries(caches)[state]',
    },
    {
      name: 'flags of one dash are an object',
      file: 'cli/main.ts',
      from: "/^-v$/i.test(flag) ? 'version' : nearest",
      to: "{ v: 'version' }[flag.slice(1)] ?? nearest",
    },
    {
      name: 'the commands of a conversation are an object',
      file: 'cli/sampling/session-commands.ts',
      from: 'Object.hasOwn(commands, name)',
      to: 'true',
    },
    {
      name: 'the states of a checkpoint are an object',
      file: 'formats/checkpoint/checkpoint.ts',
      from: 'Object.hasOwn(widths, part!)',
      to: 'true',
    },
  ],
};

async function prepare(at: (file: string) => string): Promise<void> {
  writeFileSync(at('a.txt'), 'the cat sat on the mat, and it "sat" there.\n'.repeat(60));
  const rows = Array.from({ length: 40 }, (_, i) => ['abba,long', 'ab,short'][i % 2]!);
  writeFileSync(at('a.csv'), `word,length\n${rows.join('\n')}\n`);
  const one = { shape: [1], data: Uint8Array.of(1) };
  for (const word of [...words, NEUTRAL]) {
    writeFileSync(at(`${word}.npz`), encodeNpz(new Map([[word, one]])));
    const forged = forgeCheckpoint((_, tensors) =>
      tensors.set(`training.state.${word}`, { shape: [1, 1], data: new Float32Array(1) }),
    );
    writeFileSync(at(`${word}.safetensors`), forged);
  }
  const tiny = ['--hidden', '4', '--layers', '1', '--steps', '2', '--quiet', '--out'];
  for (const args of [
    ['train', at('a.txt'), ...tiny, at('text')],
    ['train', at('a.csv'), '--task', 'classify', ...tiny, at('table')],
    ['train', at('a.csv'), '--task', 'generate', '--from', 'length', '--to', 'word', ...tiny, at('names')],
  ]) {
    const { code, stderr } = await runCli(sources, args);
    expectThat(code === 0, stderr);
  }
}

/** What is said, with the neutral word for `word` and without what it may resemble. */
const withoutHints = (said: string, word: string): string =>
  said
    .replaceAll(word, NEUTRAL)
    .replace(
      /did you mean[^?]*\?|check its spelling|the commands are .*|\/help lists.*|flags follow[^;\n]*/g,
      '',
    );
