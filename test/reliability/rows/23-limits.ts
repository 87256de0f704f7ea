import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, Snapshot } from '../../../src/core/snapshot.js';
import type * as checkpointModule from '../../../src/runs/checkpoint.js';
import type * as originModule from '../../../src/runs/origin.js';
import type { Environment } from '../../../src/runs/config.js';
import { presets } from '../../../src/train/presets.js';
import { smallSnapshot } from '../../helpers/snapshots.js';
import { expectProblem, expectThat } from '../assert.js';
import { runCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { text } from '../recipes.js';
import { createTally, type Row } from '../row.js';
import { load } from '../tree.js';

const FILES = 36_000;
const files = Array.from(
  { length: FILES },
  (_, i) => `/home/user/corpora/${'a-large-collection-of-texts/'.repeat(4)}${i}.txt`,
);

const environment: Environment = {
  backend: 'js',
  threads: 1,
  corpus: {
    files,
    include: [],
    exclude: [],
    encoding: 'utf8',
    tokens: 'chars',
    minCount: 1,
    characters: 5,
    digest: 'bytes:',
  },
};

const withEnvironment = (environment: Environment): Snapshot => {
  const snapshot = smallSnapshot();
  return { ...snapshot, training: { ...snapshot.training!, environment: environment as unknown as Json } };
};

/** A snapshot that no network has: the weights of a larger one. */
const misshapen = (): Snapshot => ({ ...smallSnapshot(), weights: smallSnapshot({ hidden: 4 }).weights });

function manyTensors(): Snapshot {
  const snapshot = smallSnapshot();
  const one = { shape: [1], data: new Float32Array(1) };
  const tensors = new Map(Array.from({ length: 10_001 }, (_, i) => [`state.h_l${i}`, one]));
  return { ...snapshot, training: { ...snapshot.training!, tensors } };
}

/** A network whose embedding alone takes more than 2 GiB. */
function large(): Snapshot {
  const snapshot = smallSnapshot();
  const symbols = Array.from({ length: 60_000 }, (_, i) =>
    String.fromCodePoint(i + (i < 0xd000 ? 0x100 : 0x10000)),
  );
  const [V, E, H] = [symbols.length, 9000, 1];
  const zeros = (...shape: number[]) => ({
    shape,
    data: new Float32Array(shape.reduce((n, size) => n * size, 1)),
  });
  return {
    model: { ...snapshot.model, cell: 'rnn', hidden: H, embedding: E, vocabulary: V },
    vocabulary: { tokens: 'chars', symbols },
    weights: new Map([
      ['encoder.weight', zeros(V, E)],
      ['rnn.weight_ih_l0', zeros(H, E)],
      ['rnn.weight_hh_l0', zeros(H, H)],
      ['rnn.bias_ih_l0', zeros(H)],
      ['rnn.bias_hh_l0', zeros(H)],
      ['decoder.weight', zeros(V, H)],
      ['decoder.bias', zeros(V)],
    ]),
  };
}

/** Trains on more files than a checkpoint lists, and resumes by the list of config.json alone. */
async function trainOnManyFiles(tree: string, directory: string): Promise<void> {
  const names = Array.from({ length: 1500 }, (_, i) =>
    join(directory, `${'a-long-name-'.repeat(4)}${i}.txt`),
  );
  for (const name of names) writeFileSync(name, text.slice(0, 40));
  const run = join(directory, 'run');
  const shape = '--hidden 4 --layers 1 --seq 8 --batch 4 --backend js --threads 1'.split(' ');
  for (const args of [
    ['train', ...names, '--out', run, '--steps', '2', ...shape],
    ['train', '--resume', run, '--steps', '4'],
  ]) {
    const { code, stderr } = await runCli(tree, [...args, '--quiet']);
    expectThat(code === 0, `exit ${code}: ${stderr}`);
  }
  const { size } = await headerOf(join(run, 'step-00000004.safetensors'));
  expectThat(size < 64 * 1024, `a header of ${size} bytes`);
}

async function headerOf(file: string): Promise<{ size: number }> {
  return { size: Number(readFileSync(file).readBigUInt64LE(0)) };
}

export const writerLimits: Row = {
  number: 23,
  fault: 'a checkpoint that could not be read back: too many files, tensors or bytes, wrong shapes',
  // with more than one case, also a file of more than 2 GiB
  cases: { small: 1, large: 1, full: 2 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const { readCheckpoint, writeCheckpoint } = await load<typeof checkpointModule>(
        tree,
        'runs/checkpoint.js',
      );
      const { boundedEnvironment, filesOfCorpus } = await load<typeof originModule>(tree, 'runs/origin.js');
      const tally = createTally(options);
      const path = join(directory, 'a.safetensors');
      await tally.check(`${FILES} files of corpus`, () => {
        writeFileSync(
          join(directory, 'config.json'),
          JSON.stringify({ options: presets.default, environment }),
        );
        writeCheckpoint(path, withEnvironment(boundedEnvironment(environment)));
        const saved = readCheckpoint(path).training!.environment as unknown as Environment;
        expectThat(
          saved.corpus.files.length === 0 && saved.corpus.list?.count === FILES,
          'the list is in it',
        );
        expectThat(filesOfCorpus(saved.corpus, path).join() === files.join(), 'another list is found');
      });
      await tally.check('a list that is not the one of the checkpoint', () => {
        const other = { ...environment, corpus: { ...environment.corpus, files: [...files, 'one more'] } };
        writeFileSync(
          join(directory, 'config.json'),
          JSON.stringify({ options: presets.default, environment: other }),
        );
        return expectProblem(() => filesOfCorpus(boundedEnvironment(environment).corpus, path), 4);
      });
      const refused = {
        'a header beyond the limit': withEnvironment(environment),
        'weights of another model': misshapen(),
        '10,001 tensors': manyTensors(),
      };
      for (const [what, snapshot] of Object.entries(refused)) {
        await tally.check(what, async () => {
          writeCheckpoint(path, smallSnapshot());
          await expectProblem(() => writeCheckpoint(path, snapshot), 4);
          readCheckpoint(path);
          await expectProblem(() => writeCheckpoint(`${path}.new`, snapshot), 4);
          expectThat(!existsSync(`${path}.new`), 'it was written nevertheless');
        });
      }
      await tally.check('a run on 1,500 files', () => trainOnManyFiles(tree, directory));
      if (options.cases < 2) return tally.outcome('a file of more than 2 GiB, which --full tries');
      await tally.check('a file of more than 2 GiB', () => {
        writeCheckpoint(path, large());
        readCheckpoint(path);
      });
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'a checkpoint is not decoded before it is in place',
      file: 'runs/checkpoint.ts',
      from: 'checkReadable(bytes, path);',
      to: '',
    },
    {
      name: 'the list of files has no end',
      file: 'runs/origin.ts',
      from: '.length <= LONGEST_LIST',
      to: '.length <= Infinity',
    },
  ],
};
