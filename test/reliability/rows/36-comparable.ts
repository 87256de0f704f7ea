import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeNpz } from '../../../src/formats/npz/npy.js';
import { clipArrays } from '../../helpers/clip-snapshots.js';
import { expectThat } from '../assert.js';
import { runCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { text as short } from '../recipes.js';
import { createTally, type Row } from '../row.js';

/** Whose test part has more than one block of the bootstrap. */
const text = short.repeat(4);

const common = '--hidden 4 --layers 1 --backend js --threads 1 --val .2 --test .3 --steps 4 --lr .02';
const ofText = `text.txt ${common} --seq 6 --batch 3`;
const ofTable = `table.csv --task classify ${common}`;
const ofClips = `clips.npz --network frames ${common}`;

/**
 * Runs that differ from the first of their material in one defining field: its arguments, and the test part on which its
 * losses can be compared with others' ("" for clips, which are not paired).
 */
const variations: readonly (readonly [name: string, line: string, test: string])[] = [
  ['tokens', `${ofText} --tokens bytes`, 'bytes'],
  ['hidden', `${ofText} --hidden 5`, 'text'],
  ['layers', `${ofText} --layers 2`, 'text'],
  ['cell', `${ofText} --cell gru`, 'text'],
  ['embedding', `${ofText} --embedding 3`, 'text'],
  ['initial weights', `${ofText} --init-from {text}`, 'text'],
  ['dropout', `${ofText} --dropout .1`, 'text'],
  ['optimizer', `${ofText} --optimizer sgd`, 'text'],
  ['lr', `${ofText} --lr .01`, 'text'],
  ['schedule', `${ofText} --schedule cosine`, 'text'],
  ['min-count', `${ofText} --min-count 100`, 'min-count'],
  ['warmup', `${ofText} --warmup 2`, 'text'],
  ['clip-norm', `${ofText} --clip-norm 1`, 'text'],
  ['reduction', `${ofText} --reduction sum`, 'text'],
  ['ema', `${ofText} --ema .9`, 'text'],
  ['encoding', `${ofText} --encoding windows-1252`, 'encoding'],
  ['frozen', `${ofText} --init-from {text} --freeze rnn`, 'text'],
  ['seq', `${ofText} --seq 5`, 'text'],
  ['batch', `${ofText} --batch 2`, 'text'],
  ['eval-every', `${ofText} --eval-every 2`, 'text'],
  ['text', ofText.replace('text.txt', 'edited.txt'), 'edited'],
  ['steps', `${ofText} --steps 3`, 'text'],
  ['patience', `${ofText} --patience 9`, 'text'],
  ['val', `${ofText} --val .1`, 'text'],
  ['test', `${ofText} --test .2`, 'test'],
  ['split', `${ofText} --split streams`, 'streams'],
  ['split, a larger one', `${ofText} --split streams --hidden 9 --lr .1`, 'streams'],
  ['split, other rows', `${ofText} --split streams --batch 2`, 'other streams'],
  ['lines', `text.txt ${common} --batch 3 --lines`, 'lines'],
  ['table', ofTable, 'table'],
  ['table, another network', `${ofTable} --hidden 5`, 'table'],
  ['table, another target', `${ofTable} --to word`, 'target'],
  ['table, longest row', `${ofTable} --max-length 90`, 'longest'],
  ['table, another task', ofTable.replace('classify', 'generate'), 'task'],
  ['clips', ofClips, ''],
  ['clips, another kernel', `${ofClips} --kernel 5`, ''],
];

interface Comparison {
  readonly runs: readonly { run: string; test_loss: number; state: string }[];
  readonly seeds: readonly { runs: readonly string[] }[];
  readonly differences: Readonly<Record<string, { mean: number } | null>>;
  readonly incomparable: Readonly<Record<string, string>>;
}

export const comparable: Row = {
  number: 36,
  fault: 'runs that differ in what defines them: compare, --against, seeds, and what sweep calls finished',
  // every so many-th of the variations
  cases: { small: 5, large: 1 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const place = (name: string) => join(directory, name.replace(/\W+/g, '-'));
      const file = (name: string) => join(directory, name);
      writeFileSync(file('text.txt'), text);
      writeFileSync(file('edited.txt'), text.replaceAll('cat', 'cow'));
      const words = [...new Set(text.match(/[a-z]+/g))];
      const rows = words.map((word) => `${word},${word[0]! < 'm' ? 'early' : 'late'}`);
      writeFileSync(file('table.csv'), `word,half\n${rows.join('\n')}\n`);
      writeFileSync(file('clips.npz'), encodeNpz(clipArrays('frames')));
      const wordsOf = (line: string) => {
        const [name, ...flags] = line.replace('{text}', place('the text')).split(' ');
        return [file(name!), ...flags];
      };
      const succeed = async (args: readonly string[]): Promise<string> => {
        const { code, stdout, stderr } = await runCli(tree, args);
        expectThat(code === 0, `exit ${code}: ${stderr}`);
        return stdout.toString();
      };
      const train = (line: string, name: string, ...more: string[]) =>
        succeed(['train', ...wordsOf(line), ...more, '--out', place(name), '--quiet']);
      const compare = async (names: readonly string[], ...flags: string[]): Promise<Comparison> =>
        JSON.parse(await succeed(['compare', ...names.map(place), ...flags, '--json', '-'])) as Comparison;

      await train(ofText, 'the text');
      const tried = [
        ['the text', ofText, 'text'] as const,
        ...variations.filter(([, , test], i) => i % options.cases === 0 || test === 'streams'),
      ];
      const names = tried.map(([name]) => name);
      for (const [name, line] of tried.slice(1)) await train(line, name);

      await tally.check('no two are seeds of one run', async () => {
        const { seeds, runs } = await compare(names);
        expectThat(seeds.length === 0, JSON.stringify(seeds));
        const states = runs.map(({ state }) => state);
        expectThat(
          states.every((state) => state === 'finished'),
          String(states),
        );
      });
      const references = tried.filter(
        ([, , test], i) => test === '' || tried.findIndex(([, , other]) => other === test) === i,
      );
      for (const [name, , test] of references) {
        await tally.check(`--against ${name}`, async () => {
          if (test === '') {
            const { code } = await runCli(tree, ['compare', place('the text'), '--against', place(name)]);
            return expectThat(code === 2, `exit ${code}`);
          }
          const { differences, incomparable } = await compare(names, '--against', place(name));
          const others = tried.filter(([other]) => other !== name);
          for (const [other, , theirs] of others) {
            expectThat(place(other) in differences === (theirs === test), `${other}: a number, or none`);
            expectThat(place(other) in incomparable === (theirs !== test), `${other}: no reason`);
          }
        });
      }
      await tally.check('streams are compared on the tails of the rows', async () => {
        const [small, large] = ['split', 'split, a larger one'];
        const { runs, differences } = await compare([small!, large!], '--against', place(small!));
        const lossOf = (name: string) => runs.find(({ run }) => run === place(name))!.test_loss;
        const gap = differences[place(large!)]!.mean - (lossOf(large!) - lossOf(small!));
        expectThat(Math.abs(gap) < 1e-4, `${gap} beside the losses`);
      });
      for (const [name, line] of tried.slice(1)) {
        const base = line.startsWith('table') ? ofTable : line.startsWith('clips') ? ofClips : ofText;
        if (line === base) continue;
        await tally.check(`sweep finds ${name}`, async () => {
          const wanted = name === 'text' ? line.replace('edited', 'text') : base;
          const args = ['sweep', ...wordsOf(wanted), '--out', place(name)];
          const { code, stdout, stderr } = await runCli(tree, args);
          const isShorter = name === 'steps'; // and can be resumed
          expectThat(code === (isShorter ? 0 : 2), `exit ${code}: ${stderr}`);
          if (isShorter) expectThat(stdout.toString().includes('--resume'), stdout.toString());
        });
      }
      await tally.check('sweep finds the run itself', async () => {
        const { code, stderr } = await runCli(tree, [
          'sweep',
          ...wordsOf(ofText),
          '--out',
          place('the text'),
        ]);
        expectThat(code === 0 && stderr.includes('are finished'), `exit ${code}: ${stderr}`);
      });
      await tally.check('resumed with another rate', async () => {
        await train(ofText, 'seed', '--seed', '2');
        await train(ofText, 'rate', '--seed', '3');
        await succeed(['train', '--resume', place('rate'), '--lr', '.5', '--steps', '4', '--quiet']);
        const { seeds } = await compare(['the text', 'seed', 'rate']);
        const [first] = seeds;
        expectThat(String(first?.runs.toSorted()) === String([place('seed'), place('the text')].toSorted()), JSON.stringify(seeds)); // prettier-ignore
      });
      await tally.check('a text that has changed', async () => {
        cpSync(file('text.txt'), file('kept.txt'));
        writeFileSync(file('text.txt'), text.replaceAll('dog', 'cow'));
        const args = ['compare', place('the text'), place('hidden'), '--against', place('the text')];
        const { code, stdout, stderr } = await runCli(tree, args);
        writeFileSync(file('text.txt'), readFileSync(file('kept.txt')));
        expectThat(code === 3 && stdout.length === 0, `exit ${code}: ${stderr}`);
      });
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'runs are alike whatever they read',
      file: 'runs/experiment.ts',
      from: 'return { text: digest, ...how, own: sizesOf(own) };',
      to: 'return {};',
    },
    {
      name: 'runs are alike whatever weights they began with',
      file: 'runs/experiment.ts',
      from: "'initial weights': initial?.digest",
      to: '',
    },
    {
      name: 'a resumed run is what it was',
      file: 'app/compare/seeds.ts',
      from: '(now ? changedFields(config!, now) : [])',
      to: '[]',
    },
    {
      name: 'any text is the one a run was trained on',
      file: 'material/run-data.ts',
      from: 'opened.origin.digest !== digest',
      to: 'false',
    },
    {
      name: 'streams are compared on the end of the text',
      file: 'material/text/material.ts',
      from: "how.options.split.layout === 'contiguous'",
      to: 'true',
    },
    {
      name: 'clips are read as text',
      file: 'app/compare/against.ts',
      from: 'if (images || series)',
      to: 'if (false)',
    },
    {
      name: 'sweep takes any run for its own',
      file: 'app/sweep/planned-state.ts',
      from: 'if (first)',
      to: 'if (false)',
    },
    {
      name: 'a run ends when its limits are those of config.json',
      file: 'app/train/train.ts',
      from: 'directory.end({ reason, step });',
      to: '',
    },
  ],
};
