import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeCheckpoint } from '../../../src/formats/checkpoint/checkpoint.js';
import { encodeNpz } from '../../../src/formats/npz/npy.js';
import { clipArrays, clipNetworks, clipSnapshot } from '../../helpers/clip-snapshots.js';
import { expectThat } from '../assert.js';
import { runCli } from '../cli.js';
import { reforge } from '../forge.js';
import type { RunOptions, Tally } from '../row.js';
import {
  edit,
  expectOneLine,
  expectRefused,
  resize,
  weights,
  type Change,
  type Refused,
} from './32-refusals.js';

const images = (fields: object): Change => edit('model', { images: fields });

/** Changes to a network on clips: the exit code with which it is refused. */
const changes: Record<string, [number, Change]> = {
  'weights of 3e38': [6, weights(3e38, false)],
  'images of a billion pixels': [4, images({ size: 2 ** 30 })],
  'another kernel': [4, images({ kernel: 5 })],
  'a kernel of 9,999': [4, images({ kernel: 9999 })],
  '64 channels': [4, images({ channels: 64 })],
  'a billion features': [4, images({ features: 1e9 })],
  'half a pixel': [4, images({ size: 4.5 })],
  'the CNN of another network': [4, images({ network: 'frames' })],
  'three outputs for two labels': [4, edit('model', { outputs: 3 })],
};

/** Changes to the checkpoint of a run on clips, which then cannot be resumed. */
const resumed: Record<string, Change> = {
  'window 1e9': edit('progress', { window: 1e9 }),
  'another kernel in the options': edit('options', { model: { images: { kernel: 5 } } }),
  'larger images in the options': edit('options', { model: { images: { size: 1024 } } }),
  'batch 1e9': edit('options', { batch: 1e9 }),
  'moments of another length': resize('training.optimizer.m', 3),
  'a state between two batches': resize('training.state.h_l0', 4, 4),
};

/** Numbers in checkpoints of networks on clips and images that no training has. */
export async function checkClips(
  tree: string,
  directory: string,
  idle: Refused,
  tally: Tally,
  options: RunOptions,
): Promise<void> {
  const chosen = <T>(all: Record<string, T>) =>
    Object.entries(all).filter((_, i) => (i + options.seed - 1) % options.cases === 0);
  const data = (network: string) => join(directory, network === 'captions' ? 'images.npz' : 'clips.npz');
  for (const network of ['conv', 'captions'] as const)
    writeFileSync(data(network), encodeNpz(clipArrays(network)));
  const model = join(directory, 'clips.safetensors');
  for (const network of clipNetworks) {
    const bytes = encodeCheckpoint(clipSnapshot(network, { cell: 'lstm' }));
    // the CNN and its limits are the same in all: the first change is that of the weights
    for (const [what, [code, change]] of network === 'conv' ? chosen(changes) : chosen(changes).slice(0, 1)) {
      await tally.check(`${network}, ${what}`, async () => {
        writeFileSync(model, reforge(bytes, change));
        const args = ['sample', model, data(network)];
        if (network === 'conv') await expectRefused(tree, args, code, idle);
        else expectOneLine(await runCli(tree, args), code);
        expectOneLine(await runCli(tree, ['eval', model, data(network)]), code);
      });
    }
  }
  const run = join(directory, 'clip-run');
  const shape = '--network conv --hidden 4 --layers 1 --batch 4 --backend js --threads 1 --steps 3 --quiet';
  const { code, stderr } = await runCli(tree, ['train', data('conv'), '--out', run, ...shape.split(' ')]);
  expectThat(code === 0, stderr);
  const checkpoint = readFileSync(join(run, 'step-00000003.safetensors'));
  for (const [what, change] of chosen(resumed)) {
    await tally.check(`a run on clips, ${what}`, async () => {
      const forged = join(directory, `clips ${what}`);
      cpSync(run, forged, { recursive: true });
      const bytes = reforge(checkpoint, change);
      for (const name of readdirSync(forged))
        if (name.endsWith('.safetensors')) writeFileSync(join(forged, name), bytes);
      await expectRefused(tree, ['train', '--resume', forged, '--steps', '9', '--quiet'], 4, idle);
    });
  }
}
