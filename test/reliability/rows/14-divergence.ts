import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findModel, readCheckpoint } from '../../../src/runs/checkpoint.js';
import { expectThat } from '../assert.js';
import { runCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { text } from '../recipes.js';
import { createTally, type Row } from '../row.js';

/** Ways to ruin a training. A checkpoint is saved at every step, so that the ruin has every chance to be saved. */
const ways: Record<string, string[]> = {
  'sgd, the largest step that float32 holds': ['--optimizer', 'sgd', '--lr', '3e38'],
  'sgd, a step beyond float32': ['--optimizer', 'sgd', '--lr', '1e300'],
  'adam, a step beyond float32': ['--optimizer', 'adam', '--lr', '1e39'],
  'rmsprop, no clipping': ['--optimizer', 'rmsprop', '--lr', '1e38', '--clip-norm', '0'],
  'adagrad, elementwise clipping': [
    '--optimizer',
    'adagrad',
    '--lr',
    '1e38',
    '--clip-norm',
    '0',
    '--clip-value',
    '5',
  ],
  'rnn, without clipping': ['--cell', 'rnn', '--optimizer', 'sgd', '--lr', '1e39', '--clip-norm', '0'],
  'gru, many steps of a large rate': ['--cell', 'gru', '--optimizer', 'adam', '--lr', '1e37'],
  'lstm, a warm-up to ruin': ['--lr', '1e38', '--warmup', '8'],
};

const shape = [
  '--hidden',
  '6',
  '--layers',
  '1',
  '--seq',
  '6',
  '--batch',
  '3',
  '--steps',
  '400',
  '--save-every',
  '1',
];

export const divergence: Row = {
  number: 14,
  fault: 'training diverges: loss, gradient or weights beyond what float32 holds',
  cases: { small: 3, large: 8 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const corpus = join(directory, 'corpus.txt');
      writeFileSync(corpus, text);
      for (const [index, [what, flags]] of Object.entries(ways).slice(0, options.cases).entries()) {
        const run = join(directory, String(index));
        await tally.check(what, async () => {
          const args = [
            'train',
            corpus,
            '--out',
            run,
            '--quiet',
            '--backend',
            'js',
            '--threads',
            '1',
            '--val',
            '0',
          ];
          const { code, stderr } = await runCli(tree, [...args, '--test', '0', ...shape, ...flags]);
          expectThat(code === 6, `exit ${code}: ${stderr}`);
          expectThat(
            /^char-rnn: training diverged at step \d+: .*--lr.*\n$/.test(stderr),
            `not one line that helps: ${stderr}`,
          );
          expectIntact(run);
        });
      }
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'weights that are ruined are saved',
      file: 'train/saving.ts',
      from: "refuseDivergence(progress.step, 'the norm of the weights', norm, run.options.lr);",
      to: '',
    },
  ],
};

/** What is left is a good checkpoint (its reader refuses values that are not finite), or none was ever written. */
function expectIntact(run: string): void {
  try {
    readCheckpoint(findModel(run));
  } catch (error) {
    if ((error as { code?: string }).code !== 'checkpoint/none') throw error;
  }
}
