import { spawnSync } from 'node:child_process';
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeNpy, encodeNpz, type NpyArray } from '../../../src/formats/npz/npy.js';
import { movingArrows } from '../../../corpora/clips.js';
import { expectThat } from '../assert.js';
import { gzipBomb, zipBomb } from '../bombs.js';
import { ended, runCli, startCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { opened } from '../signs.js';
import { createTally, type Row, type Tally } from '../row.js';
import { sources } from '../tree.js';
import { expectOneLine, measureAlone, type Refused } from './32-refusals.js';

/** What a refusal may take more than the program takes at least. */
const SECONDS = 2;
const KILOBYTES = 300_000;

type At = (name: string) => string;

/** Every place where a file is read, given a device without end; `zero.*` are links to it, since names tell kinds. */
const devices: Record<string, (at: At) => readonly string[]> = {
  'train, a text': (at) => ['train', at('zero')],
  'train, bytes': (at) => ['train', at('zero'), '--tokens', 'bytes'],
  'train, a table': (at) => ['train', at('zero.csv'), '--task', 'classify'],
  'train, clips': (at) => ['train', at('zero.npz'), '--network', 'frames'],
  'train, captions': (at) => ['train', at('images.npz'), at('zero.csv'), '--task', 'generate'],
  'train --init-from': (at) => ['train', at('a.txt'), '--init-from', at('zero.safetensors')],
  'train --resume': (at) => ['train', '--resume', at('zero')],
  'sample, a model': (at) => ['sample', at('zero.safetensors')],
  'sample, a table': (at) => ['sample', at('table'), at('zero.csv')],
  'sample, clips': (at) => ['sample', at('frames'), at('zero.npz')],
  'sample --prime-file': (at) => ['sample', at('text'), '--prime-file', at('zero')],
  'sample --primes': (at) => ['sample', at('text'), '--primes', at('zero')],
  'inspect --labels': (at) => ['inspect', at('text'), at('a.txt'), '--labels', at('zero')],
  'inspect, a table': (at) => ['inspect', at('table'), at('zero.csv')],
  'eval, a text': (at) => ['eval', at('text'), at('zero')],
  'eval, a table': (at) => ['eval', at('table'), at('zero.csv')],
  'eval --train': (at) => ['eval', at('text'), at('a.txt'), '--baseline', 'ngram', '--train', at('zero')],
  'eval --novelty': (at) => ['eval', at('text'), '--novelty', at('zero')],
  'export, a model': (at) => ['export', at('zero.safetensors'), '-o', at('out.json'), '--to', 'json'],
  'serve, a model': (at) => ['serve', at('zero.safetensors')],
};

/** Small files that unpack to a gigabyte. */
const bombs: Record<string, (at: At) => readonly string[]> = {
  'a compressed text': (at) => ['train', at('bomb.txt.gz')],
  'a compressed table': (at) => ['train', at('bomb.csv.gz'), '--task', 'classify'],
  'a compressed text to predict': (at) => ['eval', at('text'), at('bomb.txt.gz')],
  'clips beyond the limit': (at) => ['train', at('pixels.npz'), '--network', 'frames'],
  'clips of whole numbers': (at) => ['train', at('integers.npz'), '--network', 'frames'],
  'labels of another number': (at) => ['train', at('labels.npz'), '--network', 'frames'],
  'an archive beyond the limit': (at) => ['train', at('many.npz'), '--network', 'frames'],
};

export const endlessInputs: Row = {
  number: 40,
  fault: 'inputs without end, and small files that unpack to a gigabyte, at every place where a file is read',
  // every so many-th of them
  cases: { small: 3, large: 1 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const at = (name: string) => join(directory, name);
      if (!existsSync('/dev/zero')) return tally.outcome('all of it: there is no /dev/zero');
      await prepare(at);
      const idle = await measureAlone(tree, ['--version']);
      const tried = Object.entries({ ...bombs, ...devices }).filter((_, i) => i % options.cases === 0);
      for (const [what, command] of tried) {
        await tally.check(what, async () => refuses(await measureAlone(tree, [...command(at)]), idle));
      }
      await tally.check('an array that nobody reads', async () => {
        const train = (file: string, out: string) =>
          measureAlone(tree, [
            'train',
            at(file),
            '--steps',
            '1',
            '--quiet',
            '--out',
            at(out),
            '--network',
            'frames',
          ]);
        const plain = await train('images.npz', 'plain');
        const stuffed = await train('stuffed.npz', 'stuffed');
        expectThat(stuffed.code === 0, stuffed.stderr);
        withinLimits(stuffed, plain);
      });
      await checkFifo(tree, at, tally);
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'compressed files may expand a thousandfold',
      file: 'disk/byte-source.ts',
      from: 'const MAX_RATIO = 200;',
      to: 'const MAX_RATIO = 2000;',
    },
    {
      name: 'clips are unpacked before their header is checked',
      file: 'formats/npz/clips.ts',
      from: "const x = npz.header('x');",
      to: "await npz.read('x'); const x = npz.header('x');",
    },
    {
      name: 'devices end by themselves',
      file: 'disk/byte-source.ts',
      from: 'const DEVICE_CAP = 2 ** 24;',
      to: 'const DEVICE_CAP = 2 ** 30;',
    },
  ],
};

function refuses(refused: Refused, idle: Refused): void {
  expectThat([2, 3, 4, 5].includes(refused.code!), `exit ${refused.code}: ${refused.stderr}`);
  expectOneLine(refused, refused.code!);
  withinLimits(refused, idle);
}

function withinLimits(refused: Refused, idle: Refused): void {
  const seconds = refused.seconds - idle.seconds;
  const kilobytes = refused.kilobytes - idle.kilobytes;
  expectThat(seconds < SECONDS, `it took ${seconds.toFixed(1)} s`);
  expectThat(kilobytes < KILOBYTES, `it took ${kilobytes} kB`);
}

/** Labels from a FIFO without a writer: one signal ends the wait. */
async function checkFifo(tree: string, at: At, tally: Tally): Promise<void> {
  if (spawnSync('mkfifo', [at('fifo')]).status !== 0) return;
  await tally.check('inspect --labels, a FIFO', async () => {
    const child = startCli(tree, ['inspect', at('text'), at('a.txt'), '--labels', at('fifo')]);
    const gone = ended(child);
    await opened(child, at('fifo'));
    child.kill('SIGTERM');
    const { code, stderr } = await gone;
    expectThat(code === 143, `exit ${code}: ${stderr}`);
  });
}

async function prepare(at: At): Promise<void> {
  for (const name of ['zero', 'zero.csv', 'zero.npz', 'zero.safetensors']) symlinkSync('/dev/zero', at(name));
  writeFileSync(at('a.txt'), 'the cat sat on the mat, and it "sat" there.\n'.repeat(60));
  const rows = Array.from({ length: 40 }, (_, i) => ['abba,long', 'ab,short'][i % 2]!);
  writeFileSync(at('a.csv'), `word,length\n${rows.join('\n')}\n`);
  writeArchives(at);
  const gzipped = gzipBomb(1024);
  for (const name of ['bomb.txt.gz', 'bomb.csv.gz']) writeFileSync(at(name), gzipped);
  const tiny = ['--steps', '2', '--quiet', '--out'];
  const small = ['--hidden', '4', '--layers', '1', ...tiny];
  for (const args of [
    ['train', at('a.txt'), ...small, at('text')],
    ['train', at('a.csv'), '--task', 'classify', ...small, at('table')],
    ['train', at('images.npz'), '--network', 'frames', ...tiny, at('frames')],
  ]) {
    const { code, stderr } = await runCli(sources, args);
    expectThat(code === 0, stderr);
  }
}

const GIGABYTE = 1000 * 2 ** 20;

function writeArchives(at: At): void {
  const { x, y } = movingArrows(20, 1);
  const labels: NpyArray = { shape: [20], data: y };
  writeFileSync(at('images.npz'), encodeNpz(new Map(Object.entries<NpyArray>({ x, y: labels }))));
  /** An .npy file of `type` whose data, all zeros, are not there yet. */
  const empty = (type: string, shape: string): Uint8Array => {
    const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }`.padEnd(117) + '\n';
    return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'), Buffer.from(text)]);
  };
  const whole = (name: string, array: NpyArray) => ({ name, beginning: encodeNpy(array), zeros: 0 });
  const zeros = (name: string, type: string, shape: string) =>
    ({ name, beginning: empty(type, shape), zeros: GIGABYTE }) as const;
  const clips = `${GIGABYTE / 4096}, 1, 64, 64`;
  writeFileSync(at('pixels.npz'), zipBomb([zeros('x.npy', '|u1', clips), whole('y.npy', labels)]));
  writeFileSync(at('integers.npz'), zipBomb([zeros('x.npy', '<i8', `${GIGABYTE / 32768}, 1, 64, 64`)]));
  writeFileSync(at('labels.npz'), zipBomb([whole('x.npy', x), zeros('y.npy', '<i8', `${GIGABYTE / 8},`)]));
  const more = [whole('x.npy', x), whole('y.npy', labels), zeros('z.npy', '|u1', `${GIGABYTE},`)];
  writeFileSync(at('stuffed.npz'), zipBomb(more));
  const two = [zeros('x.npy', '|u1', clips), zeros('z.npy', '|u1', `${GIGABYTE},`)];
  writeFileSync(at('many.npz'), zipBomb(two));
}
