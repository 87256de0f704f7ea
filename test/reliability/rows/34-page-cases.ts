import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { encodeCheckpoint } from '../../../src/formats/checkpoint/checkpoint.js';
import { openBrowser } from '../../helpers/browser.js';
import { untrainedSnapshot } from '../../helpers/snapshots.js';
import { expectThat } from '../assert.js';
import type { Tally } from '../row.js';

const EVIL = '</textarea></script><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

/** Files that are no checkpoint, and the beginning of what the loader says. */
function hostileFiles(): [Buffer, RegExp][] {
  const bytes = Buffer.from(encodeCheckpoint(untrainedSnapshot({ symbols: [...new Set(EVIL)] })));
  const header = Buffer.from(EVIL);
  const length = Buffer.alloc(8);
  length.writeUInt32LE(header.length);
  const flipped = Buffer.from(bytes);
  flipped[flipped.length - 1]! ^= 1;
  return [
    [Buffer.from('x'), /is not a safetensors file: it has only 1 bytes/],
    [Buffer.from(EVIL), /is not a safetensors file: bytes 0-7 give a header/],
    [Buffer.concat([length, header]), /the header, from byte 8 on, is not valid JSON/],
    [flipped, /is damaged: its content does not match its SHA-256/],
    [bytes.subarray(0, bytes.length - 4), /the tensors need \d+ bytes, but \d+ follow the header/],
  ];
}

/** Hostile texts, names and checkpoints in the page itself; why they were left out, where there is no Chromium. */
export async function pageCases(tally: Tally, file: string): Promise<string | undefined> {
  if (!readFileSync(file, 'utf8').includes('<script'))
    return 'the page in a browser: this tree is without it';
  const browser = await openBrowser();
  if (browser === null) return 'the page in a browser: no Chromium here';
  try {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file).href);
    await page.waitForFunction(() => (document.getElementById('text') as HTMLTextAreaElement).value !== '');
    const elements = await countElements(page);
    for (const [buffer, line] of hostileFiles()) {
      await tally.check(String(line), async () => {
        await page.setInputFiles('#model-file', { name: `${EVIL}.safetensors`, mimeType: 'x/y', buffer });
        await page.waitForFunction(
          (wanted) => new RegExp(wanted).test(document.getElementById('train-note')!.textContent!),
          line.source,
        );
        expectThat((await page.textContent('#train-note'))!.startsWith(EVIL), 'the file is not named');
        expectThat((await countElements(page)) === elements, 'the page has other elements');
      });
    }
    await tally.check('a hostile text is trained on, written and colored', () => trainOnEvil(page));
    return undefined;
  } finally {
    await browser.close();
  }
}

const countElements = (page: Page): Promise<number> =>
  page.evaluate(() => document.querySelectorAll('script, img, iframe, style, link').length);

async function trainOnEvil(page: Page): Promise<void> {
  const elements = await countElements(page);
  await page.click('#own');
  await page.fill('#text', EVIL.repeat(40));
  await page.fill('#prime', EVIL);
  await page.fill('#hidden', '8');
  await page.click('#step');
  await page.waitForSelector('#cells-panel:not(.empty)');
  await page.click('#write');
  await page.waitForFunction(
    (evil) => document.getElementById('sample')!.textContent!.length > evil.length,
    EVIL,
  );
  expectThat((await page.evaluate('window.hacked')) === undefined, 'a text became a script');
  expectThat((await countElements(page)) === elements, 'a text became an element');
}
