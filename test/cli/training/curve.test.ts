import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createThinned, readCurve } from '../../../src/runs/curve.js';
import { lossCurve, saveLossPlot } from '../../../src/app/train/loss-curve.js';
import { lossPlot, resample } from '../../../src/report/loss-plot.js';
import { lossSvg } from '../../../src/report/loss-svg.js';

const log = [
  'step,epoch,split,loss,bits_per_character,grad_norm,lr,characters_per_second,seconds',
  '1,0.5,train,3,4.3,1,0.002,100,1',
  '2,1,train,2,2.9,1,0.001,100,2',
  '2,1,validation,2.5,3.6,,,,',
  '2,1,test,9,9,,,,',
  '',
].join('\n');

describe('the curve of a run', () => {
  let directory: string;
  beforeEach(() => writeFileSync(join((directory = mkdtempSync(join(tmpdir(), 'curve-'))), 'log.csv'), log));
  afterEach(() => rmSync(directory, { recursive: true }));

  it('is read from its log', async () => {
    expect(await readCurve(join(directory, 'log.csv'))).deep.equal({
      training: [
        [0.5, 3],
        [1, 2],
      ],
      validation: [[1, 2.5]],
      lr: [
        [0.5, 0.002],
        [1, 0.001],
      ],
    });
  });

  it('averages neighbors where there are too many points', () => {
    const thinned = createThinned(4);
    for (let i = 0; i < 16; i++) thinned.add(i, 2 * i);
    expect(thinned.points()).deep.equal([
      [1.5, 3],
      [5.5, 11],
      [9.5, 19],
      [13.5, 27],
    ]);
  });

  it('keeps a mean of all points, however many', () => {
    const thinned = createThinned(7);
    for (let i = 0; i < 1000; i++) thinned.add(i, i);
    expect(thinned.points().length).within(3, 7);
    expect(thinned.points()[0]![0]).closeTo(thinned.points()[0]![1], 1e-9);
  });

  it('becomes an SVG without scripts, for any name of the corpus', async () => {
    const svg = lossSvg('<script>&"', await readCurve(join(directory, 'log.csv')), 'character');
    expect(svg).contain('&lt;script&gt;&amp;').not.contain('<script');
    expect(svg.match(/<path class="curve/g)).lengthOf(3);
    expect(svg.match(/<circle/g)).lengthOf(1);
    expect(svg).not.match(/NaN|undefined|Infinity/);
  });

  it('can be drawn from a single point', () => {
    const svg = lossSvg('one', { training: [[0, 3]], validation: [], lr: [[0, 0]] }, 'character');
    expect(svg).not.match(/NaN|undefined|Infinity/);
  });

  it('is drawn between its points, at even distances', () => {
    const points = [
      [0, 4],
      [1, 2],
      [3, 0],
    ] as const;
    expect(resample(points, 4)).deep.equal([4, 2, 1, 0]);
  });

  it('is left in the run directory as loss.svg', async () => {
    const curve = (await lossCurve(directory))!;
    saveLossPlot(directory, lossSvg('moby', curve, 'character'));
    expect(lossPlot(curve, 60, 'character')).match(
      /^training loss, nats per character, epochs 0\.50 to 1\.00\n/,
    );
    expect(readFileSync(join(directory, 'loss.svg'), 'utf8')).match(/^<svg .*\n/);
    expect(lossPlot({ training: [], validation: [], lr: [] }, 60, 'character')).equal(null);
  });
});
