import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../helpers/browser.js';

export const playFile = fileURLToPath(new URL('../../play.html', import.meta.url));

/** The page in a browser, and whatever it complains of or asks the network for. */
export interface OpenPage {
  readonly page: Page;
  readonly complaints: string[];
}

/** A browser for a suite, which is skipped with a reason where there is none. */
export async function browserFor(context: Mocha.Context): Promise<Browser> {
  const browser = await openBrowser();
  if (browser !== null) return browser;
  console.log('      skipped: no Chromium here (set CHROMIUM to its path)');
  return context.skip();
}

/** Opens the page for a suite, and expects no complaint after each test. Returns the page that is open. */
export function usePlay(options: OpenOptions = {}): OpenPage {
  let browser: Browser | null = null;
  const open = {} as OpenPage;
  before(async function () {
    browser = await browserFor(this);
    Object.assign(open, await openPlay(browser, options));
  });
  afterEach(() => expect(open.complaints).to.deep.equal([]));
  after(() => browser?.close());
  return open;
}

/** Whether the network of the opening is there. */
const isOpening = (): boolean => document.getElementById('network')!.textContent!.endsWith(', in this page');

/** The page with the network that it opens with; its text and its settings stay. */
export async function startOver(page: Page): Promise<void> {
  if (await page.isEnabled('#again')) await page.click('#again');
  await page.waitForFunction(isOpening);
  for (const [id, value] of Object.entries({ prime: '', 'top-k': 0, length: 600 }))
    await page.fill(`#${id}`, String(value));
}

/** Opens the page, from its file unless an address is given, and waits until it shows its text. */
export async function openPlay(
  browser: Browser,
  { address = pathToFileURL(playFile).href, before = () => undefined }: OpenOptions = {},
): Promise<OpenPage> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(before);
  const complaints: string[] = [];
  const origin = new URL(address).origin;
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (!['file:', 'blob:', 'data:'].includes(protocol) && asked !== origin) complaints.push(request.url());
  });
  await page.goto(address);
  await page.waitForFunction(() => (document.getElementById('text') as HTMLTextAreaElement).value !== '');
  return { page, complaints };
}

export interface OpenOptions {
  readonly address?: string;
  /** Runs in the page before its script. */
  readonly before?: () => void;
}

/** Gives the page a text of one's own. */
export async function giveText(page: Page, text: string): Promise<void> {
  await page.click('#own');
  await page.fill('#text', text);
}

/** Gives the page a checkpoint, and waits until its network has taken the place of another. */
export async function loadBytes(page: Page, bytes: Uint8Array, name = 'model.safetensors'): Promise<void> {
  const file = { name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) };
  await page.setInputFiles('#model-file', file);
  await page.waitForFunction(() => /weights$/.test(document.getElementById('network')!.textContent!));
}

/** Takes steps one by one until the step is `last`; returns their losses. A figure has its exact number as its title. */
export function stepTo(page: Page, last: number): Promise<number[]> {
  return page.evaluate(async (last) => {
    const [step, loss] = ['figure-step', 'figure-loss'].map((id) => document.getElementById(id)!);
    const losses: number[] = [];
    while (Number(step!.title) < last) {
      const stepped = new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => (observer.disconnect(), resolve()));
        observer.observe(step!, { attributeFilter: ['title'] });
      });
      document.getElementById('step')!.click();
      await stepped;
      losses.push(Number(loss!.title));
    }
    return losses;
  }, last);
}

/** The bytes that a click on Save downloads. */
export async function save(page: Page): Promise<Uint8Array> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
  return new Uint8Array(readFileSync(await download.path()));
}
