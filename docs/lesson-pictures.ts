import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { openBrowser } from '../test/helpers/browser.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pictures = join(root, 'docs/pictures');
const address = pathToFileURL(join(root, 'dist/play.html')).href;

/** The lesson that is shown, mid-way. */
const LESSON = '#lesson=gradient&scale=3&steps=100';

/**
 * The pictures of docs/lessons.md, after `npm run build`: `node dist/docs/lesson-pictures.js`. The page as it opens and a
 * lesson, wide and on a phone, light and dark.
 */
async function drawOpening(): Promise<void> {
  const browser = await openBrowser();
  if (browser === null) return console.error('not drawn: there is no Chromium');
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [width, height, phone] of [
      [1440, 900, ''],
      [400, 860, '-400'],
    ] as const) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme });
      const suffix = phone === '' ? `-${colorScheme}` : colorScheme === 'dark' ? `${phone}-dark` : phone;
      await page.goto(address);
      await page.waitForFunction(isColored, null, { timeout: 0 });
      await draw(page, `opening${suffix}`);
      await page.goto('about:blank');
      await page.goto(address + LESSON);
      await page.waitForSelector('#lesson[aria-busy=false] .chart', { timeout: 0 });
      await draw(page, `lesson${suffix}`);
      await page.close();
    }
  await browser.close();
}

/** Whether the network has written, and the text has its colors. */
const isColored = (): boolean =>
  document.getElementById('write')!.textContent === 'Write' &&
  document.getElementById('sample')!.textContent!.length > 300 &&
  document.getElementById('readout')!.textContent !== '';

async function draw(page: Page, name: string): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  await page.screenshot({ path: join(pictures, `${name}.jpg`), type: 'jpeg', quality: 62 });
}

await drawOpening();
