import { expect } from 'chai';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpoint } from '../../../src/runs/checkpoint.js';
import { encodeNpz } from '../../../src/formats/npz/npy.js';
import { clipArrays } from '../../helpers/clip-snapshots.js';
import { run as runCli, temporaryDirectory } from '../../helpers/run-cli.js';

const rows = Array.from({ length: 40 }, (_, i) => `${'ab'.repeat(1 + (i % 3))},l${i % 3}\n`).join('');
const shape = ['--hidden', '4', '--layers', '1', '--batch', '2', '--backend', 'js', '--threads', '1'];

/** What is trained after what: a text, tables of a task, clips, images with captions; with a frozen part and without. */
const trainings: Record<string, readonly [before: string, after: string]> = {
  text: ['text.txt --seq 8', 'more.txt --seq 8'],
  'a task that begins with a language model': ['text.txt --seq 8', 'table.csv --task classify'],
  'a frozen language model in a task': ['text.txt --seq 8', 'table.csv --task classify --freeze rnn'],
  'a task': ['table.csv --task classify', 'table.csv --task classify'],
  clips: ['clips.npz --network frames', 'clips.npz --network frames'],
  'a frozen CNN': ['clips.npz --network frames', 'clips.npz --network frames --freeze cnn'],
  captions: ['images.npz --task generate', 'images.npz --task generate'],
};

describe('a run with --init-from', function () {
  const { path: cwd, remove } = temporaryDirectory();
  after(remove);
  const run = (...args: string[]) => runCli(args, { cwd });
  before(() => {
    writeFileSync(join(cwd, 'text.txt'), 'abba baab, '.repeat(60));
    writeFileSync(join(cwd, 'more.txt'), 'abab bbaa! '.repeat(60));
    writeFileSync(join(cwd, 'table.csv'), `name,label\n${rows}`);
    writeFileSync(join(cwd, 'clips.npz'), encodeNpz(clipArrays('frames')));
    writeFileSync(join(cwd, 'images.npz'), encodeNpz(clipArrays('captions')));
  });

  /** Trains `out` for 3 steps from `model`, and leaves `unsaved` as it was before its first checkpoint. */
  async function trainBoth(out: string, unsaved: string, [before, after]: readonly [string, string]) {
    const model = await run('train', ...before.split(' '), ...shape, '--steps', '2', '--seed', '7', '--out', `${out}-model`); // prettier-ignore
    expect(model.code, model.stderr).equal(0);
    const args = [...after.split(' '), ...shape, '--steps', '3', '--init-from', `${out}-model`];
    const trained = await run('train', ...args, '--out', out, '--quiet');
    expect(trained.code, trained.stderr).equal(0);
    cpSync(join(cwd, out), join(cwd, unsaved), { recursive: true });
    for (const name of readdirSync(join(cwd, unsaved)))
      if (/safetensors|latest/.test(name)) rmSync(join(cwd, unsaved, name));
    writeFileSync(join(cwd, unsaved, 'log.csv'), '');
  }
  const weightsOf = (out: string) => readCheckpoint(join(cwd, out, 'step-00000003.safetensors')).weights;

  Object.entries(trainings).forEach(([what, training], i) => {
    it(`starts over from the same weights when it never saved: ${what}`, async () => {
      const [out, unsaved] = [`whole-${i}`, `unsaved-${i}`];
      await trainBoth(out, unsaved, training);
      const { code, stderr } = await run('train', '--resume', unsaved, '--quiet');
      expect(code, stderr).equal(0);
      expect(weightsOf(unsaved)).deep.equal(weightsOf(out));
    });
  });

  it('records the file and its digest in config.json and in every checkpoint', async () => {
    const config = JSON.parse(readFileSync(join(cwd, 'whole-0/config.json'), 'utf8'));
    const { initial } = config.environment;
    expect(initial.file).equal(join(cwd, 'whole-0-model', 'best.safetensors'));
    expect(initial.digest).match(/^[0-9a-f]{64}$/);
    const { training } = readCheckpoint(join(cwd, 'whole-0/step-00000003.safetensors'));
    expect(training!.environment).have.property('initial').that.deep.equals(initial);
  });

  it('is refused when it never saved and the initial weights have changed or are gone', async () => {
    await trainBoth('changing', 'changing-unsaved', trainings['text']!);
    const model = join(cwd, 'changing-model', 'best.safetensors');
    const before = readFileSync(join(cwd, 'changing-unsaved/config.json'), 'utf8');
    writeFileSync(model, readFileSync(join(cwd, 'changing/best.safetensors')));
    const changed = await run('train', '--resume', 'changing-unsaved', '--quiet');
    expect(changed.code).equal(4);
    expect(changed.stderr).match(/^char-rnn: changing-unsaved has no checkpoint.*best\.safetensors.*has changed.*\n$/); // prettier-ignore
    rmSync(model);
    const gone = await run('train', '--resume', 'changing-unsaved', '--quiet');
    expect(gone.code).equal(4);
    expect(gone.stderr).match(/best\.safetensors.*no longer exists/);
    expect(readFileSync(join(cwd, 'changing-unsaved/config.json'), 'utf8')).equal(before);
    expect(readdirSync(join(cwd, 'changing-unsaved')).filter((name) => /safetensors/.test(name))).deep.equal(
      [],
    );
  });

  it('needs them no more once it has saved a checkpoint', async () => {
    const { code, stderr } = await run('train', '--resume', 'changing', '--steps', '4', '--quiet');
    expect(code, stderr).equal(0);
  });

  it('of an earlier version, with a frozen part and without a checkpoint, is refused: its weights are not recorded', async () => {
    const file = join(cwd, 'unsaved-2/config.json');
    for (const name of readdirSync(join(cwd, 'unsaved-2')))
      if (/safetensors|latest/.test(name)) rmSync(join(cwd, 'unsaved-2', name));
    const { initial: _, ...environment } = JSON.parse(readFileSync(file, 'utf8')).environment;
    const { options } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ options, environment }));
    const { code, stderr } = await run('train', '--resume', 'unsaved-2', '--quiet');
    expect(code).equal(4);
    expect(stderr).match(/config\.json is invalid: .*--init-from/);
  });
});
