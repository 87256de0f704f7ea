import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { mobyDick } from '../../corpora/moby-dick.js';
import { projectCode } from '../../corpora/project.js';
import { evaluateText } from '../../src/in-memory/evaluate-text.js';
import { loadModel, type LoadedModel } from '../../src/in-memory/load-model.js';
import { sampleText } from '../../src/in-memory/sample-text.js';
import type { SearchReport } from '../../src/inspect/search/report.js';
import { trackedBy } from '../../src/page/panels/tracked.js';
import { usePlay } from './open-page.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const network = (): Promise<LoadedModel> =>
  loadModel(readFileSync(`${root}src/page/inside/network.safetensors`), 'wasm');
const { search } = JSON.parse(readFileSync(`${root}src/page/inside/findings.json`, 'utf8')) as {
  search: SearchReport;
};

describe('the network that the page opens with', () => {
  it('has weights of float16, rounded to six significant bits', async () => {
    const { snapshot } = await network();
    for (const [name, { data }] of snapshot.weights)
      for (const value of data) {
        // −25 is the exponent of the smallest steps of float16
        const place = Math.max(-24, Math.floor(Math.log2(Math.abs(value))) - 5);
        if (!Number.isInteger(value / 2 ** place)) expect.fail(`${name} has ${value}`);
      }
  });

  it('predicts the code and the prose that the page has as examples', async () => {
    const model = await network();
    const code = await evaluateText(model, projectCode(root).slice(0, 20_000));
    const prose = await evaluateText(model, mobyDick().slice(0, 20_000));
    expect(code.loss).to.be.below(1.3);
    expect(prose.loss).to.be.below(1.8);
  });

  it('has three cells or more that track something', () => {
    const tracked = trackedBy(search);
    expect(tracked).to.have.length(3);
    for (const { verdict, score, untrained, recent } of tracked) {
      expect(verdict).to.equal('tracks');
      expect(score).to.be.above(Math.max(untrained, recent));
    }
  });
});

describe('the opening of play.html', () => {
  const open = usePlay();
  const text = (id: string): Promise<string> =>
    open.page.evaluate((id) => document.getElementById(id)!.textContent!, id);
  const written = (): Promise<unknown> =>
    open.page.waitForFunction(
      () =>
        document.getElementById('sample')!.textContent!.length > 0 &&
        document.getElementById('write')!.textContent === 'Write',
    );
  const marked = (): Promise<string[]> =>
    open.page.evaluate(() => Array.from(document.querySelectorAll('.next'), ({ id }) => id));

  it('writes what Node writes with the same weights and seed', async () => {
    await written();
    const options = { length: 600, temperature: 0.8, seed: 1 };
    expect(await text('sample')).to.equal([...sampleText(await network(), options)].join(''));
    expect(await text('network')).to.match(/^an LSTM of 128 units, 128,737 weights, in this page$/);
  });

  it('colors the text by its best cell, and by one of three that are offered', async () => {
    const { page } = open;
    const [best, , third] = trackedBy(search);
    await page.waitForFunction(
      (cell) =>
        document.getElementById('readout')!.textContent!.includes(cell) &&
        !document.getElementById('cells-panel')!.classList.contains('empty'),
      best!.cell,
    );
    expect(await marked()).to.deep.equal(['tracked-cells']);
    await page.click('#tracked-cells button:nth-child(3)');
    expect(await text('chosen')).to.equal(third!.cell);
    expect(await marked()).to.deep.equal(['pull']);
  });

  it('writes the same text again with the cell clamped', async () => {
    const { page } = open;
    await page.click('#pull');
    await page.waitForSelector('#clamped-sample:not([hidden])');
    await written();
    expect(await text('clamped-sample'))
      .to.have.length(600)
      .and.not.equal(await text('sample'));
    expect(await marked()).to.deep.equal(['own']);
  });

  it('asks for a text, and trains a new network on it', async () => {
    const { page } = open;
    await page.click('#own');
    expect(await page.evaluate(() => document.activeElement!.id)).to.equal('text');
    await page.keyboard.insertText('so long, and thanks for all the fish. '.repeat(40));
    expect(await marked()).to.deep.equal(['train']);
    await page.fill('#hidden', '16');
    await page.click('#step');
    await page.waitForFunction(() => document.getElementById('figure-step')!.textContent === '1');
    expect(await text('network')).to.match(/^an LSTM of 16 units, [\d,]+ weights, learning in this page$/);
    expect(await marked()).to.deep.equal([]);
  });

  it('shows an introduction of three sentences until it is dismissed, then never again', async () => {
    const { page } = open;
    const sentences = (await text('intro')).match(/[.](?=\s)/g);
    expect(sentences).to.have.length(3);
    await page.click('#intro-close');
    expect(await page.isVisible('#intro')).to.equal(false);
    await page.reload();
    await written();
    expect(await page.isVisible('#intro')).to.equal(false);
  });

  it('has the writing first on a phone, above the text and the training', async () => {
    const { page } = open;
    await page.setViewportSize({ width: 400, height: 800 });
    const tops = await page.evaluate(() =>
      ['sample', 'cells-panel', 'text-panel', 'train-panel'].map(
        (id) => document.getElementById(id)!.getBoundingClientRect().top,
      ),
    );
    expect(tops).to.deep.equal([...tops].sort((a, b) => a - b));
    expect(tops[0]).to.be.below(800);
  });
});
