import {
  closeSync,
  cpSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { encodeCheckpoint } from '../../../src/formats/checkpoint/checkpoint.js';
import { smallSnapshot, smallTasks, taskSnapshot } from '../../helpers/snapshots.js';
import { expectThat } from '../assert.js';
import { runCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { forgeFile, reforge } from '../forge.js';
import { text } from '../recipes.js';
import { createTally, type Row, type Tally } from '../row.js';
import { checkClips } from './32-clip-numbers.js';
import {
  edit,
  expectOneLine,
  expectRefused,
  measure,
  resize,
  weights,
  type Change,
  type Refused,
} from './32-refusals.js';

/** Changes to the checkpoint of a run, which then cannot be resumed. */
const resumed: Record<string, Change> = {
  'window −1': edit('progress', { window: -1 }),
  'window 1e9': edit('progress', { window: 1e9 }),
  'step 0.5': edit('progress', { step: 0.5 }),
  'step −3': edit('progress', { step: -3 }),
  'a step that is not where the window is': edit('progress', { step: 4000 }),
  'epoch 1e300': edit('progress', { epoch: 1e300 }),
  'rng of 1e300': edit('progress', { rng: [1e300, 0, 0, 0] }),
  'rng of fractions': edit('progress', { rng: [0.5, 0, 0, 0] }),
  'rng of three': edit('progress', { rng: [1, 2, 3] }),
  'plateaus −1': edit('progress', { plateaus: -1 }),
  'sinceBest 1.5': edit('progress', { sinceBest: 1.5 }),
  'seconds −1': edit('progress', { seconds: -1 }),
  'best as a text': edit('progress', { best: '1' }),
  'a million layers in the options': edit('options', { model: { layers: 1e6 } }),
  'another width in the options': edit('options', { model: { hidden: 5 } }),
  'another cell in the options': edit('options', { model: { cell: 'rnn' } }),
  'an embedding in the options': edit('options', { model: { embedding: 7 } }),
  'another dropout in the options': edit('options', { model: { dropout: 0.9 } }),
  'batch −1': edit('options', { batch: -1 }),
  'batch 1e9': edit('options', { batch: 1e9 }),
  'seq 0.5': edit('options', { seq: 0.5 }),
  'validation share 1.5': edit('options', { split: { validation: 1.5 } }),
  '100,000 threads': edit('environment', { threads: 100_000 }),
  '0 threads': edit('environment', { threads: 0 }),
  'a list of files that is none': edit('environment', { corpus: { list: { count: -1, digest: '' } } }),
  'moments of another length': resize('training.optimizer.m', 3),
  'a state of too many rows': resize('training.state.h_l0', 70_000, 4),
  'a state of another width': resize('training.state.h_l0', 4, 3),
  'a state of no layer': resize('training.state.h_l7', 4, 4),
  'a tensor of no use': resize('training.extra', 4),
};

/** Changes after which a model computes nothing that can be used: the exit code, and what is tried. */
const computed: Record<string, [number, Change]> = {
  'weights of 1e300': [4, weights(1e300, true)],
  'weights of 3e38': [6, weights(3e38, false)],
  'weights of 3e38 in double precision': [6, weights(3e38, true)],
};

/** 1.9 GB of nothing behind a header, for a network of one unit: `tensor` is said to fill it. */
function sparseFile(path: string, tensor: string): void {
  const { metadata } = headerOf(encodeCheckpoint(smallSnapshot({ hidden: 1, cell: 'rnn' })));
  const rows = 475_000_000;
  const header = {
    __metadata__: metadata,
    [tensor]: { dtype: 'F32', shape: [rows, 1], data_offsets: [0, rows * 4] },
  };
  const fd = openSync(path, 'w');
  const bytes = forgeFile(JSON.stringify(header));
  writeSync(fd, bytes);
  ftruncateSync(fd, bytes.length + rows * 4);
  closeSync(fd);
}

function headerOf(bytes: Uint8Array): { metadata: Record<string, string> } {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<
    string,
    unknown
  >;
  return { metadata: header['__metadata__'] as Record<string, string> };
}

export const hostileNumbers: Row = {
  number: 32,
  fault: 'numbers in a checkpoint that no training has: weights, progress, options, shapes, sizes',
  // every so many-th of the changes to a run
  cases: { small: 6, large: 1 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const corpus = join(directory, 'corpus.txt');
      const run = join(directory, 'run');
      writeFileSync(corpus, text);
      const shape =
        '--hidden 4 --layers 1 --seq 8 --batch 4 --backend js --threads 1 --steps 3 --quiet'.split(' ');
      const { code, stderr } = await runCli(tree, ['train', corpus, '--out', run, ...shape]);
      expectThat(code === 0, stderr);
      const checkpoint = readFileSync(join(run, 'step-00000003.safetensors'));
      const idle = await measure(tree, ['sample', run, '-n', '1']);

      const changes = Object.entries(resumed).filter((_, i) => (i + options.seed) % options.cases === 0);
      for (const [what, change] of changes) {
        await tally.check(what, async () => {
          const forged = join(directory, what.replace(/\W+/g, '-'));
          cpSync(run, forged, { recursive: true });
          const bytes = reforge(checkpoint, change);
          for (const name of readdirSync(forged))
            if (name.endsWith('.safetensors')) writeFileSync(join(forged, name), bytes);
          await expectRefused(tree, ['train', '--resume', forged, '--steps', '9', '--quiet'], 4, idle);
        });
      }
      await checkSparse(tree, directory, idle, tally);
      await checkComputed(tree, directory, checkpoint, corpus, tally);
      await checkTasks(tree, directory, tally);
      await checkClips(tree, directory, idle, tally, options);
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'time may run backwards',
      file: 'train/progress.ts',
      from: 'progress.seconds < 0',
      to: 'false',
    },
    {
      name: 'options may say what they like of the model',
      file: 'train/session.ts',
      from: 'asked === has',
      to: 'true',
    },
    {
      name: 'a header is believed until the tensors are read',
      file: 'runs/tensor-file.ts',
      from: 'check?.(readHeader(fd, size, path));',
      to: 'readHeader(fd, size, path);',
    },
    {
      name: 'a clip is labeled by what is no number',
      file: 'sample/clips.ts',
      from: 'refuseUnlessFinite(logits, b * p.length, p.length);',
      to: '',
    },
    {
      name: 'a sample is drawn from what is no number',
      file: 'sample/choice.ts',
      from: 'Number.isNaN(expected[0])',
      to: 'false',
    },
  ],
};

async function checkComputed(
  tree: string,
  directory: string,
  checkpoint: Uint8Array,
  corpus: string,
  tally: Tally,
): Promise<void> {
  for (const [what, [code, change]] of Object.entries(computed)) {
    const model = join(directory, 'model.safetensors');
    writeFileSync(model, reforge(checkpoint, change));
    const commands = {
      sample: ['sample', model, '-n', '9', '--prime', 'the cat'],
      eval: ['eval', model, corpus],
      'inspect --view gates': ['inspect', model, corpus, '--view', 'gates'],
    };
    for (const [command, args] of Object.entries(commands)) {
      await tally.check(`${what}: ${command}`, async () => expectOneLine(await runCli(tree, args), code));
    }
  }
}

/** Models of tasks whose weights are no use, and tasks that their networks do not fit. */
async function checkTasks(tree: string, directory: string, tally: Tally): Promise<void> {
  for (const [name, task] of Object.entries(smallTasks)) {
    const bytes = encodeCheckpoint(taskSnapshot(task));
    const model = join(directory, 'task.safetensors');
    const lines = join(directory, 'lines.txt');
    const numbers = task.scaling !== null;
    writeFileSync(lines, numbers ? '1,2\n' : `${task.source[0]!}\n`);
    const changes: Record<string, [number, Change]> = {
      'weights of 3e38': [6, weights(3e38, false)],
      'one symbol more': [4, edit('task', { target: [...task.target, 'zz'] })],
      'delay −1': [4, edit('task', { delay: -1 })],
      'scaling by nothing': [4, edit('task', { scaling: { mean: [0], deviation: [0] } })],
    };
    for (const [what, [code, change]] of Object.entries(changes)) {
      await tally.check(`${name}, ${what}`, async () => {
        writeFileSync(model, reforge(bytes, change));
        expectOneLine(await runCli(tree, ['sample', model, lines]), code);
      });
    }
  }
}

async function checkSparse(tree: string, directory: string, idle: Refused, tally: Tally): Promise<void> {
  for (const tensor of ['training.state.h_l0', 'rnn.weight_hh_l0']) {
    const file = join(directory, 'sparse.safetensors');
    await tally.check(`1.9 GB of ${tensor} for one unit`, async () => {
      sparseFile(file, tensor);
      await expectRefused(tree, ['sample', file, '-n', '1'], 4, idle);
    });
  }
}
