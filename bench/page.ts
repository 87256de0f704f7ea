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
import { workerSeconds } from './worker-time.js';

/**
 * The figures of docs/page.md, after `npm run build`: `node dist/bench/page.js [seconds]`. The page and Node train the preset
 * `quick` on the same text in turns, each for so many seconds, three times; then a report on a 2×128 LSTM is opened.
 * Processor time (Linux) is that of the page's workers and of Node: on a busy machine it is what can be compared.
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

/** Steps per second that has passed, and per second of a processor. */
interface Rates {
  readonly elapsed: number;
  readonly processor: number;
}

function ratesOf(name: string, steps: number, processor: number, more = ''): Rates {
  const [elapsed, perProcessor] = [steps / seconds, steps / processor];
  const figures = `${elapsed.toFixed(1)} steps/s, ${perProcessor.toFixed(1)} per processor second`;
  console.log(`${name}  ${figures}${more}; ${load()}`);
  return { elapsed, processor: perProcessor };
}

/** Trains in the page, from its first step on. */
async function trainInPage(browser: Browser): Promise<{ rates: Rates; text: string }> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(pathToFileURL(playFile).href);
  await page.waitForFunction(() => (document.getElementById('text') as HTMLTextAreaElement).value !== '');
  const text = await page.inputValue('#text');
  await page.uncheck('#keep-writing');
  await page.evaluate(watchFrames);
  await page.click('#train');
  await page.waitForFunction(() => Number(document.getElementById('figure-step')!.title) > 0);
  const [first, before] = [await step(page), workerSeconds()];
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  const [steps, processor] = [(await step(page)) - first, workerSeconds() - before];
  const { tasks, frame } = await page.evaluate(
    () => (window as unknown as { seen: { tasks: number[]; frame: number } }).seen,
  );
  const long = tasks.map((ms) => ms.toFixed(0)).join(', ') || 'none';
  const more = `; tasks of 50 ms: ${long}; longest frame ${frame.toFixed(0)} ms`;
  await page.close();
  return { rates: ratesOf('page', steps, processor, more), text };
}

async function trainInNode(text: string): Promise<Rates> {
  const { vocabulary, source } = corpusFromText(text);
  const backend = await chooseBackend('wasm');
  const run = { options: quick, vocabulary, data: languageData(source, quick), backend, environment: null };
  let [first, steps, began] = [0, 0, Infinity];
  let used = process.cpuUsage();
  for await (const event of train(run)) {
    if (event.type !== 'step') continue;
    if (first === 0) [first, began, used] = [event.step, performance.now(), process.cpuUsage()];
    steps = event.step - first;
    if (performance.now() - began > 1000 * seconds) break;
  }
  const { user, system } = process.cpuUsage(used);
  return ratesOf('Node', steps, (user + system) / 1e6);
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
  const processor = workerSeconds();
  const { paint, at, took } = await page.evaluate(() => {
    const [at, { milliseconds }] = (window as unknown as { read: [number, { milliseconds: number }] }).read;
    const paint = performance.getEntriesByName('first-contentful-paint')[0]!.startTime;
    return { paint, at, took: milliseconds };
  });
  const [painted, read, all] = [paint, took, at].map((ms) => `${ms.toFixed(0)} ms`);
  const worked = `${processor.toFixed(2)} s of a processor`;
  console.log(`first paint ${painted}; all cells read in ${read}, at ${all}, ${worked}; ${load()}`);
  await page.close();
}

const browser = await openBrowser();
if (browser === null) throw new Error('there is no Chromium; set CHROMIUM to its path');
const directory = mkdtempSync(join(tmpdir(), 'char-rnn-bench-page-'));
try {
  const shares: Rates[] = [];
  let text = '';
  for (let round = 0; round < ROUNDS; round++) {
    const page = await trainInPage(browser);
    text = page.text;
    const node = await trainInNode(text);
    const { elapsed, processor } = page.rates;
    shares.push({ elapsed: elapsed / node.elapsed, processor: processor / node.processor });
  }
  const percent = (of: keyof Rates): string => {
    const sorted = shares.map((share) => share[of]).sort((a, b) => a - b);
    return `${Math.round(100 * sorted[(ROUNDS - 1) / 2]!)} %`;
  };
  const medians = `${percent('elapsed')} of Node's, by processor time ${percent('processor')}`;
  console.log(`the page's speed: ${medians} (medians of ${ROUNDS} pairs)`);
  const file = join(directory, 'report.html');
  await makeReport(text, file);
  for (let round = 0; round < ROUNDS; round++) await openReport(browser, file);
} finally {
  await browser.close();
  rmSync(directory, { recursive: true });
}
