import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flagName, type FlagTable } from '../../../src/cli/options/flag.js';
import { defaultOf } from '../../../src/cli/options/help.js';
import { trainCommand } from '../../../src/cli/options/train.js';
import { encodeNpz } from '../../../src/formats/npz/npy.js';
import type { TrainOptions } from '../../../src/train/options.js';
import { clipArrays } from '../../helpers/clip-snapshots.js';
import { run, temporaryDirectory } from '../../helpers/run-cli.js';

/** The flags whose defaults are options of a run, and where those stand in config.json. */
const places: Record<string, (options: TrainOptions) => string | number | null> = {
  cell: ({ model }) => model.cell,
  hidden: ({ model }) => model.hidden,
  layers: ({ model }) => model.layers,
  embedding: ({ model }) => model.embedding,
  dropout: ({ model }) => model.dropout,
  val: ({ split }) => split.validation,
  test: ({ split }) => split.test,
  optimizer: ({ optimizer }) => optimizer.name,
  lr: ({ lr }) => lr,
  schedule: ({ schedule }) => schedule.name,
  warmup: ({ schedule }) => schedule.warmup,
  ema: ({ ema }) => ema,
  clipNorm: ({ clipNorm }) => clipNorm,
  clipValue: ({ clipValue }) => clipValue,
  reduction: ({ reduction }) => reduction,
  batch: ({ batch }) => batch,
  patience: ({ patience }) => patience,
  seed: ({ seed }) => seed,
};

describe('the defaults that help shows', () => {
  const directory = temporaryDirectory();
  after(() => directory.remove());
  const { flags }: { readonly flags: FlagTable } = trainCommand;
  const materials: [name: string, ...args: string[]][] = [
    ['texts', 'text.txt'],
    ['tables', 'table.csv', '--task', 'translate'],
    ['clips', 'clips.npz'],
    ['--network frames or cnn-lstm', 'clips.npz', '--network', 'cnn-lstm'],
    ['captions', 'images.npz', '--task', 'generate'],
  ];
  const train = async (out: string, ...args: string[]) => {
    const { code, stderr } = await run(['train', ...args, '--out', out, '--quiet'], { cwd: directory.path });
    expect(code, stderr).equal(0);
    const config = readFileSync(join(directory.path, out, 'config.json'), 'utf8');
    return (JSON.parse(config) as { options: TrainOptions }).options;
  };
  /** What help says of a flag: `0.01; 0.005 for tables; 0.003 for clips and captions`. */
  const shown = (key: string, material: string, text = defaultOf(flags[key]!)) => {
    const [first, ...others] = text.split('; ');
    const of = (name: string) =>
      others.find((part) =>
        part
          .split(' for ')[1]!
          .split(/, | and /)
          .includes(name),
      );
    const own = of(material) ?? (material.startsWith('--network') ? of('clips') : undefined);
    return own?.split(' for ')[0] ?? first;
  };

  before(() => {
    writeFileSync(join(directory.path, 'text.txt'), 'to be or not to be\n'.repeat(300));
    writeFileSync(join(directory.path, 'table.csv'), `a,b\n${'x,y\nxy,yx\n'.repeat(20)}`);
    writeFileSync(join(directory.path, 'clips.npz'), encodeNpz(clipArrays('conv')));
    writeFileSync(join(directory.path, 'images.npz'), encodeNpz(clipArrays('captions')));
  });

  for (const [material, ...args] of materials) {
    it(`are those of a run on ${material} without flags`, async () => {
      const options = await train(`options ${material}`, ...args, '--steps', '0');
      for (const [key, read] of Object.entries(places))
        expect(shown(key, material), `--${flagName(key)}`).equal(String(read(options) ?? 'never'));
    });

    it(`are those of a run on ${material} with another schedule`, async () => {
      for (const schedule of ['exponential', 'step', 'plateau']) {
        const options = await train(
          `${schedule} ${material}`,
          ...args,
          '--steps',
          '0',
          '--schedule',
          schedule,
        );
        for (const key of ['decay', 'decayAfter'] as const) {
          const of = new RegExp(`${schedule} ([^ ,]+)(?: \\(([^)]*)\\))?`).exec(defaultOf(flags[key]!))!;
          const text = `${of[1]}${of[2] ? `; ${of[2]}` : ''}`;
          expect(shown(key, material, text), `${schedule}, --${flagName(key)}`).equal(
            String(options.schedule[key]),
          );
        }
      }
    });
  }

  it('of --epochs are the passes of a run', async () => {
    for (const [material, ...args] of materials) {
      await train(`epochs ${material}`, ...args, '--hidden', '2', '--patience', '1000');
      const log = readFileSync(join(directory.path, `epochs ${material}`, 'log.csv'), 'utf8');
      const epoch = log.trimEnd().split('\n').at(-1)!.split(',')[1];
      expect(Math.round(Number(epoch)), material).equal(Number(shown('epochs', material)));
    }
  });
});
