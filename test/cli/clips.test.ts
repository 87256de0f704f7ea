import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { movingArrows } from '../../corpora/clips.js';
import { readCheckpoint } from '../../src/runs/checkpoint.js';
import type { ClipMemory } from '../../src/inspect/views/memory/clips-report.js';
import { encodeNpz, type NpyArray } from '../../src/formats/npz/npy.js';
import { run as start, temporaryDirectory } from '../helpers/run-cli.js';

describe('char-rnn on clips', function () {
  const directory = temporaryDirectory();
  after(() => directory.remove());
  const run = (...args: string[]) => start(args, { cwd: directory.path });
  const write = (name: string, arrays: Record<string, NpyArray>) =>
    writeFileSync(join(directory.path, name), encodeNpz(new Map(Object.entries(arrays))));
  const train = (out: string, ...args: string[]) =>
    run('train', 'clips.npz', '--out', out, '--threads', '1', '--quiet', '--batch', '10', ...args);
  const weightsOf = (out: string) => {
    const latest = readFileSync(join(directory.path, out, 'latest'), 'utf8').trim();
    return readCheckpoint(join(directory.path, out, latest)).weights;
  };

  before(async () => {
    const { x, y } = movingArrows(40, 1);
    write('clips.npz', { x, y: { shape: [40], data: y } });
    write('new.npz', { x });
    expect((await train('frames', '--network', 'frames', '--epochs', '2')).stderr).equal('');
  });

  it('labels a line per clip, or all probabilities as JSON', async () => {
    const { code, stdout } = await run('sample', 'frames', 'new.npz');
    expect(code).equal(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).length(40);
    const json = (await run('sample', 'frames', 'new.npz', '--jsonl')).stdout.trimEnd().split('\n');
    const first = JSON.parse(json[0]!) as {
      clip: number;
      label: string;
      probabilities: Record<string, number>;
    };
    expect(first).deep.include({ clip: 0, label: lines[0] });
    expect(Object.values(first.probabilities).reduce((sum, p) => sum + p, 0)).closeTo(1, 1e-9);
  });

  it('writes a table of the labels and their probabilities', async () => {
    const { stdout } = await run('sample', 'frames', 'new.npz', '-o', '-');
    const [header, ...rows] = stdout.trimEnd().split('\n');
    expect(header).equal('clip,label,probability');
    const lines = (await run('sample', 'frames', 'new.npz')).stdout.trimEnd().split('\n');
    expect(rows.map((row) => row.split(',')[1])).deep.equal(lines);
    const json = (await run('sample', 'frames', 'new.npz', '--jsonl')).stdout.split('\n');
    const { probabilities } = JSON.parse(json[7]!) as { probabilities: Record<string, number> };
    expect(rows[7]).equal(`7,${lines[7]},${+probabilities[lines[7]!]!.toPrecision(6)}`);
  });

  it('evaluates: exactly half of the directions without memory', async () => {
    const { code, stdout, stderr } = await run('eval', 'frames', 'clips.npz', '--csv', '--json', 'out.json');
    expect(code, stderr).equal(0);
    const figures = JSON.parse(readFileSync(join(directory.path, 'out.json'), 'utf8')) as Record<
      string,
      number
    >;
    expect(figures).include({ clips: 40, count: 40 });
    const [header, ...rows] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    const labels = header!.slice(1);
    const total = rows.flatMap((row) => row.slice(1).map(Number)).reduce((sum, n) => sum + n, 0);
    expect(total).equal(40);
    const right = rows.reduce((sum, row, i) => sum + Number(row[i + 1]), 0);
    expect(figures['accuracy']).closeTo(right / 40, 1e-12);
    expect(labels).contain('turn left');
  });

  for (const network of ['cnn-lstm', 'conv']) {
    it(`--network ${network} stops and resumes bit-for-bit`, async () => {
      const args = ['--network', network, '--hidden', '4'];
      expect((await train(`${network}-a`, ...args, '--epochs', '2')).code).equal(0);
      expect((await train(`${network}-b`, ...args, '--steps', '3')).code).equal(0);
      const resumed = await run(
        'train',
        '--resume',
        `${network}-b`,
        '--epochs',
        '2',
        '--steps',
        '1000',
        '--quiet',
      );
      expect(resumed.code, resumed.stderr).equal(0);
      expect(weightsOf(`${network}-b`)).deep.equal(weightsOf(`${network}-a`));
    });
  }

  it('--freeze cnn leaves the CNN of --init-from unchanged, to the bit', async () => {
    const args = [
      '--network',
      'cnn-lstm',
      '--init-from',
      'frames',
      '--freeze',
      'cnn',
      '--hidden',
      '4',
      '--steps',
      '4',
    ];
    const { code, stderr } = await train('frozen', ...args);
    expect(code, stderr).equal(0);
    const best = readCheckpoint(join(directory.path, 'frames', 'best.safetensors')).weights;
    const frozen = weightsOf('frozen');
    const cnn = [...frozen.keys()].filter((name) => name.startsWith('cnn.'));
    expect(cnn).length(6);
    for (const name of cnn) expect(frozen.get(name)!.data, name).deep.equal(best.get(name)!.data);
  });

  for (const [what, args, code, words] of [
    ['a frozen CNN without --init-from', ['--freeze', 'cnn'], 2, /--freeze/],
    ['an even kernel', ['--kernel', '4'], 2, /--kernel.*odd/],
    ['a CNN of another shape', ['--init-from', 'frames', '--kernel', '5'], 4, /does not contain the CNN/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const ran = await train('refused', '--network', 'cnn-lstm', ...args);
      expect(ran.code).equal(code);
      expect(ran.stderr).match(words);
    });
  }

  it('refuses files that do not fit, each with exit code 3', async () => {
    const pixels = (N: number, S: number) => ({
      shape: [N, 2, 1, S, S],
      data: new Uint8Array(N * 2 * S * S),
    });
    const labels = (...data: string[]) => ({ shape: [data.length], data });
    write('odd.npz', { x: pixels(2, 3), y: labels('a', 'b') });
    write('same.npz', { x: pixels(2, 4), y: labels('a', 'a') });
    write('small.npz', { x: pixels(2, 4), y: labels('a', 'b') });
    write('strange.npz', { x: pixels(1, 16), y: labels('nowhere') });
    const refusals = [
      [['train', 'odd.npz'], /frames of 3 pixels cannot be pooled/],
      [['train', 'same.npz'], /every label is a/],
      [['train', 'new.npz'], /has no array y/],
      [['eval', 'frames', 'new.npz'], /has no array y/],
      [['eval', 'frames', 'strange.npz'], /label nowhere, which the model does not know/],
      [['sample', 'frames', 'small.npz'], /the model reads 1 channel\(s\) of 16×16 pixels/],
    ] as const;
    for (const [args, words] of refusals) {
      const { code, stderr } = await run(...args);
      expect(stderr).match(words);
      expect(code).equal(3);
    }
  });

  it('refuses arrays that cannot be read, each with exit code 3', async () => {
    const golden = (name: string) =>
      fileURLToPath(new URL(`../../../test/golden/npz/${name}.npz`, import.meta.url));
    const { x, y } = movingArrows(4, 1);
    writeFileSync(join(directory.path, 'text.npz'), 'clips');
    write('labels.npz', { x, y: { shape: [3], data: y.slice(1) } });
    write('gap.npz', { x, y: { shape: [4], data: Int32Array.of(0, 1, 3, 3) } });
    const large = Uint8Array.from(readFileSync(golden('deflated')));
    const view = new DataView(large.buffer);
    // the size that the archive's directory announces for its first array
    view.setUint32(view.getUint32(large.length - 22 + 16, true) + 24, 2 ** 31, true);
    writeFileSync(join(directory.path, 'large.npz'), large);
    for (const [file, words] of [
      ['text.npz', /not an \.npz archive/],
      [golden('fortran'), /Fortran/i],
      [golden('object'), /object/],
      [golden('big-endian'), /big-endian/],
      ['labels.npz', /x has the shape \[4, 8, 1, 16, 16\], y \[3\]/],
      ['gap.npz', /no label is 2, though labels go up to 3/],
      ['large.npz', /unpacks to more than \d+ bytes/],
    ] as const) {
      const { code, stderr } = await run('train', file);
      expect(stderr).match(words);
      expect(code, file).equal(3);
    }
  });

  describe('inspect', () => {
    before(async () => {
      const args = ['--hidden', '4', '--steps', '4'];
      expect((await train('maps', '--network', 'conv', ...args)).code).equal(0);
      expect((await train('vectors', '--network', 'cnn-lstm', ...args)).code).equal(0);
    });

    it('--view memory: the maps of a layer beside the clip, the accuracy by frame', async () => {
      const maps = (...args: string[]) => run('inspect', 'maps', 'clips.npz', '--view', 'memory', ...args);
      const { code, stderr } = await maps('--html', 'maps.html', '--json', 'maps.json', '--limit', '2');
      expect(code, stderr).equal(0);
      const page = readFileSync(join(directory.path, 'maps.html'), 'utf8');
      // 8 frames of the clip and of each of 4 units, for 2 clips
      expect(page.match(/<img /g)).length(2 * 8 * 5);
      expect(page).contain('Content-Security-Policy').not.contain('<script');
      const report = JSON.parse(readFileSync(join(directory.path, 'maps.json'), 'utf8')) as ClipMemory;
      const evaluated = await run('eval', 'maps', 'clips.npz', '--json', '-');
      expect(report.accuracy!.at(-1)).closeTo(
        (JSON.parse(evaluated.stdout) as { accuracy: number }).accuracy,
        1e-12,
      );
      const sampled = (await run('sample', 'maps', 'clips.npz')).stdout.split('\n');
      expect(report.shown.map(({ answers }) => answers.at(-1)!.label)).deep.equal(sampled.slice(0, 2));
      const csv = (await maps('--cell', '1:3', '--limit', '1', '--csv', '-')).stdout.trimEnd().split('\n');
      expect(csv).length(1 + 8 * 8 * 8);
      const [, frame, unit, row, column, h] = csv.at(-1)!.split(',');
      expect([frame, unit, row, column]).deep.equal(['8', 'unit 3', '7', '7']);
      const last = report.shown[0]!.maps[2]!.frames[7] as unknown as number[];
      expect(Number(h)).closeTo(last[63]!, 1e-6);
      const vectors = await run('inspect', 'vectors', 'clips.npz', '--csv', '-', '--limit', '1');
      expect(vectors.stdout.trimEnd().split('\n')).length(1 + 8 * 4);
    });

    for (const [what, args, words] of [
      ['views of text', ['maps', 'clips.npz', '--view', 'gates'], /--view.*gates.*memory/],
      ['flags of a search', ['maps', 'clips.npz', '--feature', 'quotes'], /--feature/],
      ['cells that there are not', ['maps', 'clips.npz', '--cell', '1:5'], /1:5/],
      ['a network without memory', ['frames', 'clips.npz'], /no memory/],
      ['a network on clips without clips', ['maps'], /reads clips or images/],
    ] as const) {
      it(`refuses ${what} with exit code 2`, async () => {
        const { code, stderr } = await run('inspect', ...args);
        expect(stderr).match(words);
        expect(code).equal(2);
      });
    }
  });

  it('refuses to read text with a network on clips, with exit code 2', async () => {
    const { code, stderr } = await run('sample', 'frames');
    expect(stderr).match(/reads clips or images, not text/);
    expect(code).equal(2);
  });
});
