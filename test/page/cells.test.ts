import { expect } from 'chai';
import { createRng } from '../../src/core/rng.js';
import { encodeCheckpoint } from '../../src/formats/checkpoint/checkpoint.js';
import { cellsOf } from '../../src/inspect/forward/cells.js';
import { traceCell } from '../../src/inspect/forward/record.js';
import type { Clamp } from '../../src/layers/layer.js';
import { createModel, copyTensors, copyWeights } from '../../src/model/language-model.js';
import { sample } from '../../src/sample/sampler.js';
import { decode } from '../../src/text/decoder.js';
import { knowQuotes, letters, quotedLines, subjectOf, textOf } from '../inspect/networks/hand-built.js';
import { giveText, loadBytes, startOver, stepTo, usePlay } from './open-page.js';
import { theBackend } from '../helpers/backend.js';

const TEXT = quotedLines(80);

/** The first 120 symbols that the hand-built network writes in Node, with cells clamped or not. */
async function written(clamps: readonly Clamp[]): Promise<string> {
  const { model } = subjectOf(await textOf(TEXT), knowQuotes);
  const { kernels, memory } = await theBackend('wasm');
  const sampler = createModel(model.config, { kernels, memory, T: 1, B: 1, training: false });
  copyWeights(copyTensors(model.params), sampler.params);
  sampler.refresh();
  const options = { prime: new Int32Array(0), length: 120, temperature: 0.8, rng: createRng(1), clamps };
  return decode(
    [...sample(sampler, options)].map(({ id }) => id),
    letters,
  );
}

describe('the cells of play.html', function () {
  const open = usePlay();

  /** Loads the network in which cell 5 is a quote detector. */
  before(async () => {
    const { page } = open;
    await giveText(page, TEXT);
    const { model } = subjectOf(await textOf(TEXT), knowQuotes);
    const { tokens, symbols } = letters;
    const snapshot = {
      model: model.config,
      vocabulary: { tokens, symbols },
      weights: copyTensors(model.params),
    };
    await loadBytes(page, encodeCheckpoint(snapshot), 'quotes.safetensors');
    await page.waitForFunction(() => document.getElementById('rank-note')!.textContent!.includes('tracked'));
  });

  it('finds the quote detector of a network that is loaded, and says how well it tracks', async () => {
    const { page } = open;
    await page.waitForFunction(() => {
      const row = document.querySelector('.cell-row[aria-selected=true]')?.textContent ?? '';
      return /^1:5:[hc]double-quotes1\.000$/.test(row);
    });
    expect(await page.textContent('#cell-panel')).to.match(/inside double quotes: tracks.*untrained/);
  });

  it('shows the values that inspect reads', async () => {
    const { page } = open;
    const name = (await page.textContent('#chosen'))!;
    const subject = subjectOf(await textOf(TEXT), knowQuotes);
    const cells = cellsOf(subject.model, [name.slice(-1)]);
    const values = await traceCell(subject, cells, 4, { from: 0, to: 400 });
    const readouts = await page.evaluate(() => {
      const scroller = document.getElementById('scroller')!;
      const press = (key: string): string => {
        scroller.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        return document.getElementById('readout')!.textContent!;
      };
      return ['Home', ...Array.from({ length: 39 }, () => 'ArrowRight')].map(press);
    });
    const most = Math.max(...values.map(Math.abs));
    readouts.forEach((readout, i) => {
      const [, shown] = / = (-?[\d.]+)$/.exec(readout)!;
      // kept in 63 steps
      expect(Number(shown), `position ${i}`).to.be.closeTo(values[i]!, (1.05 * most) / 62 + 0.006);
    });
  });

  it('searches again by the keyboard, which stays where it is', async () => {
    const { page } = open;
    await page.focus('#rank');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.getElementById('rank')!.ariaDisabled === 'false');
    expect(await page.evaluate(() => document.activeElement!.id)).to.equal('rank');
  });

  it('samples with a cell clamped beside the free network, from the same seed', async () => {
    const { page } = open;
    await page.fill('#length', '120');
    await page.click('#write');
    const isDone = () => document.getElementById('write')!.textContent === 'Write';
    await page.waitForFunction(isDone);
    await page.check('#clamp');
    await page.waitForSelector('#clamped-sample:not([hidden])');
    const value = Number(await page.inputValue('#clamp-value'));
    const state = (await page.textContent('#chosen'))!.slice(-1);
    const shows = (id: string, text: string) =>
      page.waitForFunction(
        ([at, wanted]) => document.getElementById(at!)!.textContent === wanted,
        [id, text],
      );
    await shows('sample', await written([]));
    await shows('clamped-sample', await written([{ layer: 0, unit: 4, state, value }]));
    await page.focus('#clamps button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#clamped-sample', { state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement!.id)).to.equal('clamp');
  });

  it('shows the values after a single step, and follows a network while it is trained', async () => {
    const { page } = open;
    await startOver(page);
    await page.fill('#hidden', '16');
    // a step that is seen in two digits
    await page.fill('#lr', '0.5');
    await stepTo(page, 1);
    await page.waitForSelector('#cells-panel:not(.empty)');
    const another = async (act: () => Promise<unknown>): Promise<void> => {
      await page.waitForFunction(() => / = -?[\d.]+$/.test(document.getElementById('readout')!.textContent!));
      const readout = await page.textContent('#readout');
      await act();
      await page.waitForFunction(
        (before) => document.getElementById('readout')!.textContent !== before,
        readout,
      );
    };
    await another(() => page.click('#step'));
    await another(() => page.click('#train'));
  });
});
