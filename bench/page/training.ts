import { exampleCode } from '../../corpora/page-examples.js';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { chooseBackend } from '../../src/kernels/index.js';
import { quick } from '../../src/page/quick.js';
import { languageData } from '../../src/tasks/language.js';
import { corpusFromText } from '../../src/text/corpus.js';
import { trainNetwork } from '../../src/train/trainer.js';
import { workerSeconds } from '../worker-time.js';
import { PATIENCE } from './patience.js';

const playFile = fileURLToPath(new URL('../../play.html', import.meta.url));

/** Steps per second elapsed, and per second of a processor. */
export interface Rates {
  readonly elapsed: number;
  readonly processor: number;
}

export interface PageTraining {
  readonly rates: Rates;
  /** Milliseconds from the click to the first loss shown. */
  readonly firstLoss: number;
  readonly text: string;
}

/** The page, showing its first example. */
export async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(PATIENCE);
  await page.goto(pathToFileURL(playFile).href);
  await page.waitForFunction(() => (document.getElementById('text') as HTMLTextAreaElement).value !== '');
  return page;
}

/** The next step that is shown, and when it is. */
function nextStep(): Promise<{ step: number; at: number }> {
  const figure = document.getElementById('figure-step')!;
  return new Promise((resolve) =>
    new MutationObserver((_, observer) => {
      observer.disconnect();
      resolve({ step: Number(figure.title), at: performance.now() });
    }).observe(figure, { attributeFilter: ['title'] }),
  );
}

/** Clicks on Train; milliseconds until a loss is shown. */
function clickTrain(): Promise<number> {
  const loss = document.getElementById('figure-loss')!;
  const clicked = performance.now();
  return new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      observer.disconnect();
      requestAnimationFrame(() => resolve(performance.now() - clicked));
    }).observe(loss, { childList: true });
    document.getElementById('train')!.click();
  });
}

/** Trains the preset `quick` on the page's first example, without samples, for so many seconds after its first step. */
export async function trainInPage(browser: Browser, seconds: number): Promise<PageTraining> {
  const page = await openPage(browser);
  const text = exampleCode(fileURLToPath(new URL('../../../', import.meta.url)));
  await page.uncheck('#keep-writing');
  const firstLoss = await page.evaluate(clickTrain);
  const [first, before] = [await page.evaluate(nextStep), workerSeconds()];
  await page.waitForTimeout(1000 * seconds);
  const [last, after] = [await page.evaluate(nextStep), workerSeconds()];
  await page.close();
  const steps = last.step - first.step;
  const rates = { elapsed: (1000 * steps) / (last.at - first.at), processor: steps / (after - before) };
  return { rates, firstLoss, text };
}

/** The same training in Node, on one thread. */
export async function trainInNode(text: string, seconds: number): Promise<Rates> {
  const { vocabulary, source } = corpusFromText(text);
  const backend = await chooseBackend('wasm');
  const run = { options: quick, vocabulary, data: languageData(source, quick), backend, environment: null };
  let [first, steps, began] = [0, 0, 0];
  let used = process.cpuUsage();
  for await (const event of trainNetwork(run)) {
    if (event.type !== 'step') continue;
    if (first === 0) [first, began, used] = [event.step, performance.now(), process.cpuUsage()];
    steps = event.step - first;
    if (performance.now() - began > 1000 * seconds) break;
  }
  const { user, system } = process.cpuUsage(used);
  return {
    elapsed: (1000 * steps) / (performance.now() - began),
    processor: (1e6 * steps) / (user + system),
  };
}
