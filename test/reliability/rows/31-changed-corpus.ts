import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectThat } from '../assert.js';
import { runCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { text } from '../recipes.js';
import { createTally, type Row } from '../row.js';

const shape = '--hidden 4 --layers 1 --seq 8 --batch 4 --backend js --threads 1 --val 0.2'.split(' ');

/** What may become of a text between two parts of its training. */
const changes: Record<string, (text: string) => string> = {
  'a character exchanged for another one of the text': (text) => text.replace('cat', 'cap'),
  'two characters exchanged for each other throughout': (text) =>
    text.replace(/[ct]/g, (x) => (x === 'c' ? 't' : 'c')),
  'characters unknown to the model inserted': (text) => text.replace('cat', 'c№at'),
  'a character exchanged for an unknown one': (text) => text.replace('cat', 'c№t'),
  'all characters exchanged for unknown ones': (text) => text.replace(/\w/g, (x) => x.toUpperCase()),
  'an end added': (text) => `${text}the`,
  'the end cut off': (text) => text.slice(0, -5),
  'the lines in another order': (text) => text.split('\n').toReversed().join('\n'),
  'a byte-order mark': (text) => `\ufeff${text}`,
};
const original = text.replace('the cat', 'The cat').replace('a', 'b');

export const changedCorpus: Row = {
  number: 31,
  fault: 'the corpus of a run has changed when it is resumed or inspected',
  // every so many-th of the changes
  cases: { small: 3, large: 1 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const corpus = join(directory, 'corpus.txt');
      const [saved, unsaved] = [join(directory, 'saved'), join(directory, 'unsaved')];
      writeFileSync(corpus, original);
      const { code, stderr } = await runCli(tree, [
        'train',
        corpus,
        '--out',
        saved,
        '--steps',
        '3',
        '--quiet',
        ...shape,
      ]);
      expectThat(code === 0, stderr);
      // a run that was killed before it saved anything
      cpSync(saved, unsaved, { recursive: true });
      for (const name of readdirSync(unsaved))
        if (/safetensors|latest/.test(name)) rmSync(join(unsaved, name));
      await tally.check('the same text: inspect', () => inspect(tree, saved, false));
      writeFileSync(corpus, `${original}.`);
      await tally.check('inspect says so', () => inspect(tree, saved, true));
      const tried = Object.entries(changes).filter((_, i) => i % options.cases === 1 % options.cases);
      for (const [what, change] of tried) {
        writeFileSync(corpus, change(original));
        for (const [kind, run] of Object.entries({ saved, unsaved })) {
          await tally.check(`${what}, ${kind}`, async () => {
            const before = contentsOf(run);
            const { code, stderr } = await runCli(tree, [
              'train',
              '--resume',
              run,
              '--steps',
              '9',
              '--quiet',
            ]);
            expectThat(code === 3, `exit ${code}: ${stderr}`);
            expectThat(contentsOf(run) === before, 'something was written');
          });
        }
      }
      writeFileSync(corpus, original);
      for (const run of [unsaved, saved]) {
        await tally.check('the same text: resume', async () => {
          const { code, stderr } = await runCli(tree, ['train', '--resume', run, '--steps', '9', '--quiet']);
          expectThat(code === 0, `exit ${code}: ${stderr}`);
        });
      }
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'a resumed run takes any text',
      file: 'material/run-data.ts',
      from: 'opened.origin.digest !== digest',
      to: 'false',
    },
    {
      name: 'the digest is of the ids',
      file: 'material/text/tokenize.ts',
      from: 'hash.update(piece); yield piece;',
      to: 'yield piece;',
    },
    {
      name: 'inspect does not look at its corpus',
      file: 'app/inspect/data.ts',
      from: 'if (opened.changed)',
      to: 'if (false)',
    },
  ],
};

async function inspect(tree: string, run: string, changed: boolean): Promise<void> {
  const { code, stderr } = await runCli(tree, ['inspect', run, '--view', 'activations', '--limit', '20']);
  expectThat(code === 0, `exit ${code}: ${stderr}`);
  expectThat(/has changed/.test(stderr) === changed, `it says: ${stderr}`);
}

/** All files of a run but its locks, as one text. */
function contentsOf(run: string): string {
  const names = readdirSync(run).filter((name) => !name.startsWith('.lock'));
  return names.map((name) => `${name}\n${readFileSync(join(run, name), 'latin1')}`).join('\n');
}
