import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { unwatched } from '../src/inspect/forward/pace.js';
import { WINDOW } from '../src/inspect/forward/subject.js';
import { makePage } from '../src/inspect/html/page.js';
import { cells } from '../src/inspect/views/cells/index.js';
import { views } from '../src/inspect/views/index.js';
import { chooseBackend } from '../src/kernels/index.js';
import { initialize } from '../src/model/initialize.js';
import { createModel } from '../src/model/language-model.js';
import { createRng } from '../src/core/rng.js';
import { quick } from '../src/page/quick.js';
import { languageData } from '../src/tasks/language.js';
import { corpusFromText } from '../src/text/corpus.js';
import { train } from '../src/train/trainer.js';
import { openBrowser } from '../test/helpers/browser.js';
import { inspectionOf } from '../test/helpers/inspection.js';

/**
 * The figures of docs/page.md, after `npm run build`: `node dist/bench/page.js [seconds]`. The page and Node train the preset
 * `quick` on the same text in turns, each for so many seconds, three times; then a report on a 2×128 LSTM is opened.
 */
const seconds = Number(process.argv[2] ?? 12);
const ROUNDS = 3;
const CHARACTERS = 60_000;
const playFile = fileURLToPath(new URL('../play.html', import.meta.url));

const load = (): string => `load ${loadavg()[0]!.toFixed(1)}`;

/** What slows a page down: its tasks of 50 ms and more, and the longest wait between two frames. */
function watchFrames(): void {
  const seen = { tasks: [] as number[], frame: 0 };
  (window as unknown as { seen: typeof seen }).seen = seen;
  new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((e) => e.duration))).observe({
    type: 'longtask',
  });
  let last = performance.now();
  const next = (now: number): void => {
    seen.frame = Math.max(seen.frame, now - last);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}

const step = (page: Page): Promise<number> =>
  page.evaluate(() => Number(document.getElementById('figure-step')!.title));

/** Steps that the page takes, counted from the first one on; and its text. */
async function trainInPage(browser: Browser): Promise<{ steps: number; text: string }> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(pathToFileURL(playFile).href);
  await page.waitForFunction(() => (document.getElementById('text') as HTMLTextAreaElement).value !== '');
  const text = await page.inputValue('#text');
  await page.uncheck('#keep-writing');
  await page.evaluate(watchFrames);
  await page.click('#train');
  await page.waitForFunction(() => Number(document.getElementById('figure-step')!.title) > 0);
  const first = await step(page);
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  const steps = (await step(page)) - first;
  const { tasks, frame } = await page.evaluate(
    () => (window as unknown as { seen: { tasks: number[]; frame: number } }).seen,
  );
  const long = tasks.map((ms) => ms.toFixed(0)).join(', ') || 'none';
  console.log(
    `page  ${steps} steps; tasks of 50 ms: ${long}; longest frame ${frame.toFixed(0)} ms; ${load()}`,
  );
  await page.close();
  return { steps, text };
}

async function trainInNode(text: string): Promise<number> {
  const { vocabulary, source } = corpusFromText(text);
  const backend = await chooseBackend('wasm');
  const run = { options: quick, vocabulary, data: languageData(source, quick), backend, environment: null };
  let [first, steps, began] = [0, 0, Infinity];
  for await (const event of train(run)) {
    if (event.type !== 'step') continue;
    if (first === 0) [first, began] = [event.step, performance.now()];
    steps = event.step - first;
    if (performance.now() - began > 1000 * seconds) break;
  }
  console.log(`Node  ${steps} steps; ${load()}`);
  return steps;
}

/** A report on an untrained 2×128 LSTM and so many characters: its size does not depend on what it has learned. */
async function makeReport(text: string, file: string): Promise<void> {
  const repeated = text.repeat(Math.ceil(CHARACTERS / text.length)).slice(0, CHARACTERS);
  const { vocabulary } = corpusFromText(repeated);
  const backend = await chooseBackend('wasm');
  const { seed, initialization } = quick;
  const config = { ...quick.model, hidden: 128, layers: 2, vocabulary: vocabulary.size };
  const model = createModel(config, { ...backend, ...WINDOW, training: false });
  initialize(model.params, config, initialization, createRng(seed));
  model.refresh();
  const network = { model, backend, pace: unwatched };
  let html = '';
  for await (const piece of makePage(inspectionOf(network, vocabulary, repeated), views, cells, 'text'))
    html += piece;
  writeFileSync(file, html);
  console.log(`report of ${CHARACTERS} characters: ${Buffer.byteLength(html)} bytes`);
}

/** Until the report is painted, and until all cells have been read. */
async function openReport(browser: Browser, file: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(() => {
    const Plain = window.Worker;
    window.Worker = class extends Plain {
      constructor(url: string | URL) {
        super(url);
        this.addEventListener('message', ({ data }: MessageEvent<{ type: string; recorded?: unknown }>) => {
          if (data.type === 'recorded')
            Object.assign(window, { read: [performance.now(), data.recorded as unknown] });
        });
      }
    };
  });
  await page.goto(pathToFileURL(file).href);
  await page.waitForFunction(() => 'read' in window);
  const { paint, at, took } = await page.evaluate(() => {
    const [at, { milliseconds }] = (window as unknown as { read: [number, { milliseconds: number }] }).read;
    const paint = performance.getEntriesByName('first-contentful-paint')[0]!.startTime;
    return { paint, at, took: milliseconds };
  });
  const [painted, read, all] = [paint, took, at].map((ms) => `${ms.toFixed(0)} ms`);
  console.log(`first paint ${painted}; all cells read in ${read}, at ${all}; ${load()}`);
  await page.close();
}

const browser = await openBrowser();
if (browser === null) throw new Error('there is no Chromium; set CHROMIUM to its path');
const directory = mkdtempSync(join(tmpdir(), 'char-rnn-bench-page-'));
try {
  const shares: number[] = [];
  let text = '';
  for (let round = 0; round < ROUNDS; round++) {
    const page = await trainInPage(browser);
    text = page.text;
    shares.push(page.steps / (await trainInNode(text)));
  }
  const median = shares.sort((a, b) => a - b)[1]!;
  console.log(`the page has ${Math.round(100 * median)} % of Node's speed (median of ${ROUNDS} pairs)`);
  const file = join(directory, 'report.html');
  await makeReport(text, file);
  for (let round = 0; round < ROUNDS; round++) await openReport(browser, file);
} finally {
  await browser.close();
  rmSync(directory, { recursive: true });
}
