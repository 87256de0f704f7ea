import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { openBrowser } from '../test/helpers/browser.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pictures = join(root, 'docs/pictures');

/**
 * The pictures of docs/page.md, after `npm run build`: `node dist/docs/page-pictures.js`. A network is trained on TypeScript for
 * some minutes, until the search has found a cell; then each panel is drawn in both schemes, and the page 400 pixels wide.
 */
async function drawPage(steps: number): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  const browser = await openBrowser();
  if (browser === null) return console.error('not drawn: there is no Chromium');
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(join(root, 'dist/play.html')).href);
  await page.selectOption('#example', 'code');
  await page.click('#train');
  await page.waitForFunction((last) => Number(document.getElementById('figure-step')!.title) >= last, steps, {
    timeout: 0,
  });
  await page.click('#train');
  await page.click('#rank:enabled', { timeout: 0 });
  await page.waitForFunction(() => /^\d/.test(document.getElementById('rank-note')!.textContent!), null, {
    timeout: 0,
  });
  await page.check('#clamp');
  await page.waitForFunction(() => document.getElementById('write')!.textContent === 'Write');
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await draw(page, scheme);
  }
  await page.setViewportSize({ width: 400, height: 900 });
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    const path = join(pictures, `play-400${scheme === 'dark' ? '-dark' : ''}.jpg`);
    await page.screenshot({ path, type: 'jpeg', quality: 55, fullPage: true });
  }
  await browser.close();
}

async function draw(page: Page, scheme: string): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  const how = { type: 'jpeg', quality: 70 } as const;
  if (scheme === 'light') await page.screenshot({ ...how, path: join(pictures, 'play-light.jpg') });
  for (const panel of ['text', 'train', 'cells', 'sample']) {
    const path = join(pictures, `play-${panel}-${scheme}.jpg`);
    await page.locator(`#${panel}-panel`).screenshot({ ...how, path });
  }
}

await drawPage(Number(process.argv[2] ?? 1500));
