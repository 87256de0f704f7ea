import { expect } from 'chai';
import { readFileSync, statSync } from 'node:fs';
import type { Json, Snapshot } from '../../src/core/snapshot.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/formats/checkpoint/checkpoint.js';
import { loadModel } from '../../src/in-memory/load-model.js';
import { sampleText } from '../../src/in-memory/sample-text.js';
import { quick } from '../../src/page/quick.js';
import { languageData } from '../../src/tasks/language.js';
import { corpusFromText } from '../../src/text/corpus.js';
import type { TrainOptions } from '../../src/train/options.js';
import { trainNetwork } from '../../src/train/trainer.js';
import { giveText, loadBytes, playFile, save, startOver, stepTo, usePlay } from './open-page.js';
import { theBackend } from '../helpers/backend.js';

const TEXT = 'He said "yes" to the whale, and <b>"no"</b> to the sea. '.repeat(20);
const small: TrainOptions = {
  ...quick,
  model: { ...quick.model, hidden: 24 },
  seq: 16,
  batch: 8,
};

/** The same training in Node: the losses of its steps, and its checkpoint after the last one. */
async function trainInNode(
  steps: number,
  from?: Snapshot,
): Promise<{ losses: number[]; snapshot: Snapshot }> {
  const { vocabulary, source } = corpusFromText(TEXT);
  const run = {
    options: small,
    vocabulary,
    data: languageData(source, small),
    backend: await theBackend('wasm'),
    environment: from?.training?.environment ?? null,
    ...(from && { from }),
  };
  const losses: number[] = [];
  for await (const event of trainNetwork({ ...run, wantsCheckpoint: () => losses.length === steps })) {
    if (event.type === 'step') losses.push(event.loss);
    if (event.type === 'save' && losses.length === steps) return { losses, snapshot: event.snapshot() };
  }
  throw new Error('the training ended early');
}

/** A checkpoint without what differs between two runs of the same training: its seconds and its environment. */
function comparable({ training, ...rest }: Snapshot): Uint8Array {
  const progress = { ...(training!.progress as { [key: string]: Json }), seconds: 0 };
  return encodeCheckpoint({ ...rest, training: { ...training!, progress, environment: null } });
}

/** Where the page is told to, its next workers do not find WebAssembly. */
function mayHideWebAssembly(): void {
  const make = URL.createObjectURL;
  const Plain = window.Worker;
  let worker: Blob;
  URL.createObjectURL = (blob) => {
    if ((blob as Blob).type === 'text/javascript') worker = blob as Blob;
    return make(blob);
  };
  window.Worker = class extends Plain {
    constructor(url: string | URL) {
      super('withoutWasm' in window ? make(new Blob(['delete self.WebAssembly;', worker])) : url);
    }
  };
}

describe('play.html', function () {
  const open = usePlay({ before: mayHideWebAssembly });

  beforeEach(() => startOver(open.page));

  async function prepare(): Promise<void> {
    const { page } = open;
    await giveText(page, TEXT);
    for (const [id, value] of Object.entries({ hidden: 24, seq: 16, batch: 8 }))
      await page.fill(`#${id}`, String(value));
  }

  it('is one file of at most 1.2 MB that names no other and forbids everything else', () => {
    const html = readFileSync(playFile, 'utf8');
    expect(statSync(playFile).size).to.be.at.most(1_200_000);
    expect(html).to.not.match(/(src|href)="(?!data:|#)/);
    expect(html).to.match(
      /content="default-src 'none'; script-src 'sha256-[^']+' 'wasm-unsafe-eval'; style-src 'sha256-/,
    );
  });

  it('trains to the same losses as Node, to the last bit', async () => {
    await prepare();
    const losses = await stepTo(open.page, 6);
    expect(losses).to.deep.equal((await trainInNode(6)).losses);
  });

  it('saves the checkpoint that Node saves at that step', async () => {
    await prepare();
    await stepTo(open.page, 4);
    const saved = decodeCheckpoint(await save(open.page));
    const { snapshot } = await trainInNode(4);
    expect(comparable(saved)).to.deep.equal(comparable(snapshot));
  });

  it('loads a checkpoint, saves the same bytes again, and resumes to the state of uninterrupted training', async () => {
    await prepare();
    await stepTo(open.page, 3);
    const bytes = await save(open.page);
    await open.page.reload();
    await prepare();
    await loadBytes(open.page, bytes);
    expect(await save(open.page)).to.deep.equal(bytes);
    await stepTo(open.page, 7);
    const resumed = decodeCheckpoint(await save(open.page));
    const { snapshot } = await trainInNode(7);
    expect(comparable(resumed)).to.deep.equal(comparable(snapshot));
  });

  it('writes what Node writes with the same seed', async () => {
    await prepare();
    await stepTo(open.page, 5);
    await open.page.fill('#prime', 'He s');
    await open.page.fill('#top-k', '5');
    await open.page.fill('#length', '80');
    await open.page.click('#write');
    await open.page.waitForFunction(() => document.getElementById('write')!.textContent === 'Write');
    const options = { prime: 'He s', temperature: 0.8, topK: 5, length: 80, seed: 1 };
    const model = await loadModel(await save(open.page), 'wasm');
    const expected = `He s${[...sampleText(model, options)].join('')}`;
    await open.page.waitForFunction(
      (text) => document.getElementById('sample')!.textContent === text,
      expected,
    );
  });

  it('refuses what is not a checkpoint with the message of the command line, and continues', async () => {
    const buffer = Buffer.from('<img src=x onerror=alert(1)>');
    const file = { name: '<b>.safetensors', mimeType: 'application/octet-stream', buffer };
    await open.page.setInputFiles('#model-file', file);
    await open.page.waitForFunction(() => document.getElementById('train-note')!.textContent !== '');
    const note = await open.page.textContent('#train-note');
    expect(note).to.match(
      /^<b>\.safetensors is not a safetensors file: bytes 0-7 give a header of \d+ bytes/,
    );
    await prepare();
    await stepTo(open.page, 1);
  });

  it("takes the preset's value for an empty field, and forgets a training when it starts over", async () => {
    await prepare();
    const { page } = open;
    await page.selectOption('#preset', 'quick');
    await page.fill('#hidden', '');
    await stepTo(page, 1);
    expect(await page.inputValue('#hidden')).to.equal(String(quick.model.hidden));
    await startOver(page);
    for (const id of ['epoch-length', 'train-note', 'turn-words'])
      expect(await page.textContent(`#${id}`), id).to.equal('');
    expect(await page.textContent('#figure-step')).to.equal('–');
  });

  it('refuses a text of one character, and says which character a prime may not have', async () => {
    await open.page.fill('#text', 'aaaa');
    await open.page.click('#step');
    await open.page.waitForFunction(() => document.getElementById('train-note')!.textContent !== '');
    expect(await open.page.textContent('#train-note')).to.include('no character other than');
    await prepare();
    await stepTo(open.page, 1);
    await open.page.fill('#prime', 'He §');
    await open.page.click('#write');
    await open.page.waitForFunction(() => document.getElementById('sample-note')!.textContent !== '');
    expect(await open.page.textContent('#sample-note')).to.match(
      /^character 4, .* is not among the \d+ characters/,
    );
  });

  it('trains, pauses and writes by the keyboard alone', async () => {
    await prepare();
    const { page } = open;
    await page.focus('#train');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => Number(document.getElementById('figure-step')!.title) > 3);
    await page.keyboard.press('t');
    await page.waitForFunction(() => document.getElementById('train')!.textContent === 'Go on');
    await page.keyboard.press('w');
    await page.waitForFunction(() => document.getElementById('sample')!.textContent!.length > 20);
  });

  it('computes with plain loops in a browser without WebAssembly, and says so', async () => {
    const { page } = open;
    await page.evaluate(() => Object.assign(window, { withoutWasm: true }));
    await prepare();
    await stepTo(page, 1);
    await startOver(page);
    await stepTo(page, 1);
    expect(await page.textContent('#network')).to.match(/, in plain loops, learning in this page$/);
    expect(await page.getAttribute('#network', 'title')).to.include('WebAssembly');
    await page.evaluate(() => delete (window as { withoutWasm?: true }).withoutWasm);
  });

  it("has the system's color scheme, and the other one with d", async () => {
    const { page } = open;
    const paper = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await paper();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await paper();
    expect(dark).to.not.equal(light);
    await page.focus('#train');
    await page.keyboard.press('d');
    expect(await paper()).to.equal(light);
    await page.keyboard.press('d');
    expect(await paper()).to.equal(dark);
  });

  it('fits the width of a phone', async () => {
    await open.page.setViewportSize({ width: 400, height: 800 });
    const width = await open.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).to.be.at.most(400);
  });
});
