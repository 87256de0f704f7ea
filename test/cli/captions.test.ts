import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { movingArrows } from '../../corpora/clips.js';
import { divideScenes, drawnScenes } from '../../corpora/scenes.js';
import { readCheckpoint } from '../../src/runs/checkpoint.js';
import { encodeNpz, type NpyArray } from '../../src/formats/npz/npy.js';
import { run as start, temporaryDirectory } from '../helpers/run-cli.js';

describe('char-rnn on images with captions', function () {
  const directory = temporaryDirectory();
  after(() => directory.remove());
  const run = (...args: string[]) => start(args, { cwd: directory.path });
  const path = (name: string) => join(directory.path, name);
  const write = (name: string, arrays: Record<string, NpyArray>) =>
    writeFileSync(path(name), encodeNpz(new Map(Object.entries(arrays))));
  const train = (files: string[], ...args: string[]) =>
    run(
      'train',
      ...files,
      '--task',
      'generate',
      '--threads',
      '1',
      '--quiet',
      '--batch',
      '10',
      '--hidden',
      '8',
      ...args,
    );
  const weightsOf = (out: string) => {
    const latest = readFileSync(path(join(out, 'latest')), 'utf8').trim();
    return readCheckpoint(path(join(out, latest))).weights;
  };

  before(async () => {
    const { x, y } = drawnScenes(divideScenes(24, 1).seen, 40, 1);
    write('scenes.npz', { x, y: { shape: [40], data: y } });
    write('images.npz', { x });
    writeFileSync(
      path('captions.csv'),
      `file,caption\n${y.map((text, n) => `${n}.png,${text}`).join('\n')}\n`,
    );
    writeFileSync(path('short.csv'), `caption\n${y.slice(1).join('\n')}\n`);
    const arrows = movingArrows(40, 1);
    write('clips.npz', { x: arrows.x, y: { shape: [40], data: arrows.y } });
    const ran = await train(['scenes.npz'], '--to-tokens', 'words', '--epochs', '2', '--out', 'words');
    expect(ran.stderr).match(
      /^words right 0\.\d{3}, with the images of others 0\.\d{3}: the captions do not depend on the image: .*\n$/,
    );
  });

  it('writes a caption per line, or as JSON', async () => {
    const { code, stdout } = await run('sample', 'words', 'images.npz');
    expect(code).equal(0);
    const lines = stdout.split('\n').slice(0, -1);
    expect(lines).length(40);
    const json = (await run('sample', 'words', 'images.npz', '--jsonl')).stdout.trimEnd().split('\n');
    expect(JSON.parse(json[3]!)).deep.include({ image: 3, caption: lines[3] });
  });

  it('evaluates: words and captions right, the loss, and the written caption with the given one', async () => {
    const { code, stdout, stderr } = await run('eval', 'words', 'scenes.npz', '--csv', '--json', 'out.json');
    expect(code, stderr).equal(0);
    expect(stderr).match(/words right {5}\d\.\d{4}/);
    const figures = JSON.parse(readFileSync(path('out.json'), 'utf8')) as Record<string, number>;
    expect(figures).include.keys('rows', 'loss', 'wordAccuracy', 'exactMatch', 'intervals');
    const rows = stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const right = rows.filter(([, given, written]) => given === written).length;
    expect(figures['exactMatch']).closeTo(right / 40, 1e-12);
  });

  it('learns from a table of captions as from the array y, to the bit, and resumes bit-for-bit', async () => {
    const table = ['images.npz', 'captions.csv'];
    const args = ['--to', 'caption', '--to-tokens', 'words'];
    expect((await train(table, ...args, '--epochs', '2', '--out', 'table')).code).equal(0);
    expect(weightsOf('table')).deep.equal(weightsOf('words'));
    expect((await train(table, ...args, '--steps', '3', '--out', 'cut')).code).equal(0);
    const rest = ['--epochs', '2', '--steps', '1000', '--quiet'];
    const resumed = await run('train', '--resume', 'cut', ...rest);
    expect(resumed.code, resumed.stderr).equal(0);
    expect(weightsOf('cut')).deep.equal(weightsOf('words'));
  });

  it('writes characters as well, drawn with --temp', async () => {
    expect((await train(['scenes.npz'], '--steps', '2', '--out', 'chars')).code).equal(0);
    const drawn = () => run('sample', 'chars', 'images.npz', '--temp', '1', '--seed', '3');
    const { code, stdout } = await drawn();
    expect(code).equal(0);
    expect((await drawn()).stdout).equal(stdout);
    expect(stdout).not.equal((await run('sample', 'chars', 'images.npz')).stdout);
  });

  it('--freeze cnn leaves the CNN of --init-from unchanged, to the bit', async () => {
    const args = ['--init-from', 'words', '--freeze', 'cnn', '--steps', '4', '--out', 'frozen'];
    const { code, stderr } = await train(['scenes.npz'], ...args);
    expect(code, stderr).equal(0);
    const best = readCheckpoint(path('words/best.safetensors')).weights;
    const frozen = weightsOf('frozen');
    for (const name of frozen.keys()) {
      if (name.startsWith('cnn.')) expect(frozen.get(name)!.data, name).deep.equal(best.get(name)!.data);
    }
  });

  for (const [what, args, code, words] of [
    ['clips', ['clips.npz'], 3, /clips of 8 frames; captions are written for images/],
    ['images without captions', ['images.npz'], 3, /has no array y/],
    [
      'fewer captions than images',
      ['images.npz', 'short.csv'],
      3,
      /40 image\(s\), short\.csv 39 caption\(s\)/,
    ],
    [
      'a column that is not there',
      ['images.npz', 'captions.csv', '--to', 'text'],
      3,
      /text.*"file", "caption"/,
    ],
    ['a network for clips', ['scenes.npz', '--network', 'conv'], 2, /--network/],
    ['columns of a source', ['scenes.npz', '--from', 'x'], 2, /--from/],
    ['frozen cells', ['scenes.npz', '--freeze', 'rnn'], 2, /--freeze.*rnn/],
  ] as const) {
    it(`refuses ${what} with exit code ${code}`, async () => {
      const ran = await train([...args], '--out', 'refused');
      expect(ran.stderr).match(words);
      expect(ran.code).equal(code);
    });
  }

  it('refuses images that the model cannot read, and words it does not know', async () => {
    write('strange.npz', {
      x: { shape: [1, 1, 24, 24], data: new Uint8Array(576) },
      y: { shape: [1], data: ['a star'] },
    });
    for (const [args, words, code] of [
      [['sample', 'words', 'clips.npz'], /clips of 8 frames/, 3],
      [['eval', 'words', 'strange.npz'], /star/, 3],
      [['sample', 'words'], /reads clips or images/, 2],
      [['sample', 'words', 'images.npz', '--prime', 'a'], /--prime/, 2],
      [['eval', 'words', 'scenes.npz', '--novelty', 'x'], /--novelty/, 2],
    ] as const) {
      const ran = await run(...args);
      expect(ran.stderr).match(words);
      expect(ran.code).equal(code);
    }
  });
});
