import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { decodeCheckpoint } from '../../../src/formats/checkpoint/checkpoint.js';
import { library } from '../../../src/inspect/features/index.js';
import { makePage } from '../../../src/report/page/page.js';
import { BLOCKS } from '../../../src/report/page/data.js';
import { cellsOf, nameAt } from '../../../src/inspect/forward/cells.js';
import { unwatched } from '../../../src/inspect/forward/pace.js';
import { recordSteps } from '../../../src/inspect/forward/steps.js';
import { WINDOW } from '../../../src/inspect/forward/subject.js';
import { chooseBackend } from '../../../src/kernels/index.js';
import { modelFromSnapshot } from '../../../src/model/language-model.js';
import { cells } from '../../../src/inspect/views/cells/index.js';
import { views } from '../../../src/inspect/views/index.js';
import { buildQuoteCell, inspectionOf, quotedLines, textOf } from '../../inspect/networks/hand-built.js';
import { openBrowser } from '../../helpers/browser.js';
import { watchRecorded, type RecordedWindow } from '../../helpers/recorded.js';
import { blockIn, reportIn } from '../../helpers/reports.js';

const EVIL = '</script><script>window.hacked=1</script><img src=x onerror=alert(1)>';

const TEXT = quotedLines(80);

/** The report on the hand-built quote detector; its text is called something dangerous. */
async function evilPage(): Promise<string> {
  const features = library.filter(({ name }) =>
    ['double-quotes', 'whitespace', 'line-length', 'vowel'].includes(name),
  );
  const inspection = await inspectionOf(TEXT, buildQuoteCell, { features }, EVIL);
  let html = '';
  for await (const piece of makePage({ inspection, entries: views, view: cells, start: 'text' }))
    html += piece;
  return html;
}

describe('the report', function () {
  let browser: Browser | null = null;
  let page: Page;
  let html: string;
  const directory = mkdtempSync(join(tmpdir(), 'char-rnn-page-'));
  const complaints: string[] = [];

  before(async function () {
    html = await evilPage();
    browser = await openBrowser();
    if (browser === null) {
      console.log('      skipped: no Chromium here (set CHROMIUM to its path)');
      return this.skip();
    }
    const file = join(directory, 'page.html');
    writeFileSync(file, html);
    page = await browser.newPage({ viewport: { width: 1300, height: 800 } });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on(
      'request',
      (request) => !/^(file|blob|data):/.test(request.url()) && complaints.push(request.url()),
    );
    await watchRecorded(page);
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('#cell-panel h2');
  });

  after(async () => {
    await browser?.close();
    rmSync(directory, { recursive: true });
  });

  it('is one file that names no other and lets no foreign text become markup', async () => {
    expect(html).to.not.match(/(src|href)\s*=\s*["']?(https?:)?\/\//);
    expect(html).to.match(/content="default-src 'none'; script-src 'sha256-[^"]* connect-src 'none'/);
    expect(await page.evaluate('window.hacked')).to.equal(undefined);
    expect(await page.textContent('h1')).to.equal(EVIL);
    expect(await page.title()).to.equal(`Cells and ${EVIL}`);
  });

  it('carries the network and the text, and no activations', () => {
    const ids = [...html.matchAll(/<script id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).to.have.members([BLOCKS.data, BLOCKS.network, 'worker']);
    const { model, training } = decodeCheckpoint(blockIn(html, BLOCKS.network));
    expect([model.cell, model.hidden, training]).to.deep.equal(['lstm', 8, undefined]);
    expect(reportIn(html)).to.include({ name: EVIL, text: TEXT });
  });

  it('reads the text as inspect does: every cell at every place, to the last bit', async () => {
    const snapshot = decodeCheckpoint(blockIn(html, BLOCKS.network));
    const backend = await chooseBackend('wasm');
    const model = modelFromSnapshot(snapshot, { ...backend, ...WINDOW, training: false });
    const subject = { model, backend, text: await textOf(TEXT), pace: unwatched };
    const watched = cellsOf(model, ['h', 'c']);
    const all = [...Array(watched.count).keys()];
    const expected = await recordSteps(subject, watched, all);
    const read = await page.evaluate(() => {
      const { ranges, steps, symbols, probabilities, cells } = (window as unknown as RecordedWindow).recorded;
      const numbers = [ranges, steps, symbols, probabilities].map((array) => Array.from(array));
      return { numbers, cells: [...cells] };
    });
    const { ranges, steps, symbols, probabilities } = expected;
    expect(read.cells).to.deep.equal(all.map((cell) => nameAt(watched, cell)));
    for (const [i, array] of [ranges, steps, symbols, probabilities].entries())
      expect(read.numbers[i]).to.deep.equal(Array.from(array));
  });

  it('puts the quote detector on top of the list, and names its feature', async () => {
    expect(await page.textContent('.cell-row[aria-selected=true]')).to.match(/^1:5:[hc]double-quotes1\.000$/);
    expect(await page.textContent('#cell-panel')).to.match(/inside double quotes: tracks/);
  });

  it('paints the text: other colors inside quotes than outside', async () => {
    const colors = await page.evaluate(() => {
      const canvas = document.getElementById('canvas') as HTMLCanvasElement;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, 120);
      let [red, blue] = [0, 0];
      for (let i = 0; i < data.length; i += 4) {
        if (data[i]! > data[i + 2]! + 60) red++;
        if (data[i + 2]! > data[i]! + 60) blue++;
      }
      return { red, blue };
    });
    expect(colors.red).to.be.above(500);
    expect(colors.blue).to.be.above(500);
  });

  it('says what is under the pointer, and what is expected next', async () => {
    await page.mouse.move(...(await at(3, 0)));
    expect(await page.textContent('#readout')).to.match(/^position 3 .* 1:5:[hc] = -?\d\.\d\d$/);
    await page.click('#candidates-button');
    await page.mouse.move(...(await at(5, 0)));
    await page.waitForFunction(() =>
      document.getElementById('readout')!.textContent!.includes('expects next'),
    );
    await page.click('#candidates-button');
  });

  it('answers which cells are on throughout a selection, and where else', async () => {
    const row = TEXT.split('\n')[0]!;
    const from = row.indexOf('"');
    const to = row.indexOf('"', from + 1);
    await page.mouse.move(...(await at(from, 0)));
    await page.mouse.down();
    await page.mouse.move(...(await at(to - 1, 0)));
    await page.mouse.up();
    await page.click('#query-button');
    await page.waitForSelector('#query .excerpt');
    expect(await page.textContent('#query .chip')).to.match(/1:5:[hc]/);
    expect(await page.locator('#query .excerpt').count()).to.be.above(4);
  });

  it('works from the keyboard', async () => {
    await page.focus('#scroller');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    expect(await page.textContent('#readout')).to.match(/^position 2 .*2 characters selected/);
    const before = await page.textContent('#chosen');
    await page.keyboard.press('j');
    await page.waitForFunction((was) => document.getElementById('chosen')!.textContent !== was, before);
    await page.keyboard.press('k');
    await page.keyboard.press('3');
    expect(await page.isVisible('#view-gates svg')).to.equal(true);
    expect(await page.locator('#view-gates circle').count()).to.equal(3 * 8);
    await page.keyboard.press('1');
    expect(await page.isVisible('#canvas')).to.equal(true);
  });

  it('finds cells by name or feature, and sorts them', async () => {
    await page.fill('#search', 'vowel');
    for (const row of await page.locator('.cell-row').allTextContents()) expect(row).to.include('vowel');
    await page.fill('#search', '1:7:c');
    expect(await page.locator('.cell-row').count()).to.equal(1);
    await page.fill('#search', '');
    await page.selectOption('#sort', 'name');
    expect(await page.textContent('.cell-row')).to.match(/^1:1:h/);
    await page.selectOption('#sort', 'verdict');
  });

  it('has a light and a dark theme', async () => {
    const paper = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const before = await paper();
    await page.click('#theme');
    expect(await paper()).to.not.equal(before);
    await page.click('#theme');
  });

  it('draws flow and memory', async () => {
    await page.click('[data-view=flow]');
    expect(await page.locator('#view-flow path.curve').count()).to.equal(3);
    await page.click('[data-view=memory]');
    expect(await page.textContent('#view-memory')).to.match(/nats per character/);
    await page.click('[data-view=text]');
  });

  it('opens the cell of a row in the table of features', async () => {
    await page.selectOption('#sort', 'name');
    await page.click('.cell-row');
    await page.click('[data-view=cells]');
    await page.click('tr[data-cell-name^="1:5:"]');
    expect(await page.isVisible('#canvas')).to.equal(true);
    await page.waitForFunction(() => document.getElementById('chosen')!.textContent!.startsWith('1:5:'));
    await page.selectOption('#sort', 'verdict');
  });

  it('writes, with a cell clamped and without', async () => {
    await page.fill('#length', '60');
    await page.check('#clamp');
    await page.waitForFunction(() => document.getElementById('clamped-sample')!.textContent!.length === 60);
    expect((await page.textContent('#sample'))!.length).to.equal(60);
    await page.uncheck('#clamp');
  });

  it('reads another text that is pasted, without the findings of its own, and goes back to it', async () => {
    const other = 'abc "def" gh\n'.repeat(30);
    await page.fill('#text', other);
    await page.waitForFunction(
      (length) => (window as unknown as RecordedWindow).recorded.characters.length === length,
      other.length,
    );
    await page.waitForFunction(() => document.querySelector('.cell-row .cell-feature')!.textContent === '');
    await page.selectOption('#example', 'report');
    await page.waitForFunction(
      () => document.querySelector('.cell-row .cell-feature')!.textContent === 'double-quotes',
    );
  });

  it('goes on training the network', async () => {
    await page.click('#step');
    await page.waitForFunction(() => document.getElementById('figure-loss')!.textContent !== '–');
  });

  it('fits a narrow window', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(390);
    // text and list scroll in their boxes
    for (const id of ['scroller', 'list'])
      expect((await page.locator(`#${id}`).boundingBox())!.height, id).to.be.at.most(400);
    await page.setViewportSize({ width: 1300, height: 800 });
  });

  it('asks for nothing outside itself, and complains of nothing', () => expect(complaints).to.deep.equal([]));

  /** The middle of the character at that column and row of the text. */
  async function at(column: number, row: number): Promise<[number, number]> {
    const box = (await page.locator('#canvas').boundingBox())!;
    const advance = await page.evaluate(() => {
      const context = document.createElement('canvas').getContext('2d')!;
      context.font = '14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace';
      return Math.ceil(context.measureText('0').width * 10) / 10;
    });
    return [box.x + 6 + (column + 0.5) * advance, box.y + 14 + row * 20];
  }
});
