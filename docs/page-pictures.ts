import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { openBrowser } from '../test/helpers/browser.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pictures = join(root, 'docs/pictures');

/**
 * The pictures of docs/page.md, after `npm run build`: `node dist/docs/page-pictures.js`. A network is trained on TypeScript for
 * some minutes, until the search has found a cell; then each panel is drawn in both schemes, and 400 pixels wide the page and
 * a report of inspect on the same network.
 */
async function drawPage(steps: number): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  const browser = await openBrowser();
  if (browser === null) return console.error('not drawn: there is no Chromium');
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  page.setDefaultTimeout(0);
  await page.goto(pathToFileURL(join(root, 'dist/play.html')).href);
  await page.selectOption('#example', 'code');
  await page.click('#train');
  await page.waitForFunction((last) => Number(document.getElementById('figure-step')!.title) >= last, steps);
  await page.click('#train');
  await page.click('#rank[aria-disabled=false]');
  await page.waitForFunction(() => /^\d/.test(document.getElementById('rank-note')!.textContent!));
  await clampAndWrite(page);
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await draw(page, scheme);
  }
  for (const scheme of ['light', 'dark'] as const)
    await drawNarrow(page, scheme, `play-400${scheme === 'dark' ? '-dark' : ''}.jpg`);
  await drawReport(page);
  await browser.close();
}

/** Clamps the cell to a value that it has where its feature is: low, where the evidence has an arrow. */
async function clampAndWrite(page: Page): Promise<void> {
  const isLow = (await page.textContent('#cell-panel .evidence'))!.includes('↓');
  await page.check('#clamp');
  if (isLow)
    await page.evaluate(() => {
      const slider = document.getElementById('clamp-value') as HTMLInputElement;
      slider.value = String(0.4 * Number(slider.min));
      slider.dispatchEvent(new Event('input'));
    });
  await page.waitForSelector('#clamped-sample:not([hidden])');
  await page.waitForFunction(() => document.getElementById('write')!.textContent === 'Write');
}

/** The report of the command line on the network that the page saves. */
async function drawReport(page: Page): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'char-rnn-pictures-'));
  try {
    const [model, text, html] = ['model.safetensors', 'typescript.txt', 'report.html'].map((name) =>
      join(directory, name),
    ) as [string, string, string];
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
    await download.saveAs(model);
    writeFileSync(text, await page.inputValue('#text'));
    const args = ['bin/char-rnn.js', 'inspect', model, text, '--html', html];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    await page.goto(pathToFileURL(html).href);
    await page.waitForSelector('#write:enabled');
    await clampAndWrite(page);
    await drawNarrow(page, 'dark', 'report-400-dark.jpg');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function drawNarrow(page: Page, colorScheme: 'light' | 'dark', name: string): Promise<void> {
  await page.setViewportSize({ width: 400, height: 900 });
  await page.emulateMedia({ colorScheme });
  await nextFrame(page);
  await page.screenshot({ path: join(pictures, name), type: 'jpeg', quality: 55, fullPage: true });
}

const nextFrame = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

async function draw(page: Page, scheme: string): Promise<void> {
  await nextFrame(page);
  const how = { type: 'jpeg', quality: 70 } as const;
  if (scheme === 'light') await page.screenshot({ ...how, path: join(pictures, 'play-light.jpg') });
  for (const panel of ['text', 'train', 'cells', 'sample']) {
    const path = join(pictures, `play-${panel}-${scheme}.jpg`);
    await page.locator(`#${panel}-panel`).screenshot({ ...how, path });
  }
}

await drawPage(Number(process.argv[2] ?? 2500));
