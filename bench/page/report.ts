import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { createRng } from '../../src/core/rng.js';
import { unwatched } from '../../src/inspect/forward/pace.js';
import { WINDOW } from '../../src/inspect/forward/subject.js';
import { makePage } from '../../src/report/page/page.js';
import { cells } from '../../src/inspect/views/cells/index.js';
import { views } from '../../src/inspect/views/index.js';
import { chooseBackend } from '../../src/kernels/index.js';
import { initialize } from '../../src/model/initialize.js';
import { createModel } from '../../src/model/language-model.js';
import { quick } from '../../src/page/quick.js';
import { corpusFromText } from '../../src/text/corpus.js';
import { inspectionOf } from '../../test/helpers/inspection.js';
import { watchRecorded, type RecordedWindow } from '../../test/helpers/recorded.js';
import { workerSeconds } from '../worker-time.js';
import { PATIENCE } from './patience.js';

/** Characters that the report is on. */
const CHARACTERS = 60_000;

/** A report on an untrained 2×128 LSTM: its size does not depend on what it has learned. Returns its bytes. */
export async function makeReport(text: string, file: string): Promise<number> {
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
  const inspection = inspectionOf(network, vocabulary, repeated);
  for await (const piece of makePage({ inspection, entries: views, view: cells, start: 'text' }))
    html += piece;
  writeFileSync(file, html);
  return Buffer.byteLength(html);
}

/** Milliseconds, all but the last elapsed. */
export interface Opened {
  readonly firstPaint: number;
  /** Reading all cells, and when that was done. */
  readonly read: number;
  readonly done: number;
  /** Of a processor, in the page's workers: starting and reading. */
  readonly processor: number;
}

/** Until the report is painted, and all cells have been read. */
export async function openReport(browser: Browser, file: string): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(PATIENCE);
  await watchRecorded(page);
  await page.goto(pathToFileURL(file).href);
  await page.waitForFunction(() => 'recorded' in window);
  const processor = 1000 * workerSeconds();
  const times = await page.evaluate(() => {
    const { at: done, milliseconds } = (window as unknown as RecordedWindow).recorded;
    const firstPaint = performance.getEntriesByName('first-contentful-paint')[0]!.startTime;
    return { firstPaint, read: milliseconds, done };
  });
  await page.close();
  return { ...times, processor };
}
