import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { movingArrows } from '../../corpora/clips.js';
import { encodeNpz, type NpyArray } from '../../src/formats/npz/npy.js';
import { run, temporaryDirectory } from '../helpers/run-cli.js';

/** What is trained on, with its flags; the unit of a loss there, and the unit of speed. */
const materials = [
  { name: 'text', file: 'text.txt', flags: [], prediction: 'character', speed: 'character' },
  { name: 'bytes', file: 'text.txt', flags: ['--tokens', 'bytes'], prediction: 'byte', speed: 'byte' },
  { name: 'classify', file: 'rows.csv', flags: ['--task', 'classify'], prediction: 'label', speed: 'row' },
  {
    name: 'tag',
    file: 'rows.csv',
    flags: ['--task', 'tag', '--to', 'tags'],
    prediction: 'tag',
    speed: 'row',
  },
  { name: 'translate', file: 'rows.csv', flags: ['--task', 'translate'], prediction: 'symbol', speed: 'row' },
  { name: 'clips', file: 'clips.npz', flags: ['--network', 'frames'], prediction: 'label', speed: 'frame' },
  {
    name: 'captions',
    file: 'images.npz',
    flags: ['--task', 'generate'],
    prediction: 'symbol',
    speed: 'image',
  },
] as const;

describe('units', () => {
  const { path: cwd, remove } = temporaryDirectory();
  const at = (name: string) => join(cwd, name);
  const call = (...args: string[]) => run(args, { cwd });
  after(remove);

  before(() => {
    writeFileSync(at('text.txt'), 'the cat sat on the mat.\n'.repeat(60));
    const rows = Array.from({ length: 60 }, (_, i) => (i % 2 ? 'abba,long,xyyx' : 'ab,short,xy'));
    writeFileSync(at('rows.csv'), `word,length,tags\n${rows.join('\n')}\n`);
    const { x, y } = movingArrows(20, 1);
    writeFileSync(
      at('clips.npz'),
      encodeNpz(new Map(Object.entries<NpyArray>({ x, y: { shape: [20], data: y } }))),
    );
    const images = { shape: [20, 1, 8, 8], data: new Float32Array(20 * 64).fill(0.5) };
    const words = Array.from({ length: 20 }, (_, i) => ['a dot', 'a line'][i % 2]!);
    writeFileSync(
      at('images.npz'),
      encodeNpz(new Map(Object.entries<NpyArray>({ x: images, y: { shape: [20], data: words } }))),
    );
  });

  for (const { name, file, flags, prediction, speed } of materials) {
    describe(`of ${name}: nats per ${prediction}, ${speed}s/s`, () => {
      let stderr: string;
      before(async () => {
        const tiny = [
          '--batch',
          '4',
          '--steps',
          '6',
          '--val',
          '0.2',
          '--test',
          '0.2',
          '--out',
          `runs/${name}`,
        ];
        const sizes = name === 'clips' ? [] : ['--hidden', '4', '--layers', '1'];
        const trained = await call('train', file, ...flags, ...tiny, ...sizes);
        expect(trained.code, trained.stderr).to.equal(0);
        stderr = trained.stderr;
      });

      /** Every unit that a text names. */
      const named = (text: string) =>
        [...text.matchAll(/\bnats(?: \([^)]*\))? per (\w+)/g)].map(([, unit]) => unit);

      it('in the lines of training, the plot and loss.svg', () => {
        expect(stderr).to.match(new RegExp(`[\\d,]+ ${speed}s/s\\n`));
        expect([...new Set(stderr.match(/\w+\/s\b/g))]).to.deep.equal([`${speed}s/s`]);
        expect(named(stderr)).to.have.length.above(1);
        expect([...new Set(named(stderr))]).to.deep.equal([prediction]);
        expect(named(readFileSync(at(`runs/${name}/loss.svg`), 'utf8'))).to.deep.equal([prediction]);
      });

      it('in eval', async () => {
        const { stdout, stderr: err, code } = await call('eval', `runs/${name}`, file);
        expect(code, err).to.equal(0);
        expect([...new Set(named(stdout))]).to.deep.equal([prediction]);
      });

      it('in compare and its page', async () => {
        const { stdout } = await call('compare', `runs/${name}`, '--html', `${name}.html`);
        expect(stdout).to.include(` ${speed === 'character' ? 'char' : speed}/s `);
        expect(named(stdout)).to.deep.equal([prediction]);
        expect([...new Set(named(readFileSync(at(`${name}.html`), 'utf8')))]).to.deep.equal([prediction]);
      });

      it('in the first event of --json', async () => {
        const { stdout } = await call('train', '--resume', `runs/${name}`, '--steps', '7', '--json');
        const [first] = stdout.split('\n');
        expect(JSON.parse(first!)).to.deep.include({ units: { prediction, speed } });
      });
    });
  }

  describe('of several', () => {
    it('of runs on several materials have a table each in compare', async () => {
      const { stdout } = await call('compare', 'runs/text', 'runs/clips');
      expect(stdout)
        .to.match(/char\/s [\d,]+(.|\n)*\nlosses in nats per character\n/)
        .and.match(/frame\/s [\d,]+(.|\n)*\nlosses in nats per label\n/);
    });

    it('of inspect are bytes for a model of bytes', async () => {
      for (const view of ['memory', 'ablation'] as const) {
        const cell = view === 'ablation' ? ['--cell', '1:1', '--feature', 'whitespace'] : [];
        writeFileSync(at('long.txt'), 'the cat sat on the mat.\n'.repeat(300));
        const { stdout, stderr, code } = await call(
          'inspect',
          'runs/bytes',
          'long.txt',
          '--view',
          view,
          ...cell,
        );
        expect(code, stderr).to.equal(0);
        expect(stdout)
          .to.match(/nats per byte/i)
          .and.not.match(/character/);
      }
    });
  });
});
