import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { writeCheckpoint } from '../../src/runs/checkpoint.js';
import { chooseBackend } from '../../src/kernels/index.js';
import { quick } from '../../src/page/quick.js';
import { languageData } from '../../src/tasks/language.js';
import { corpusFromText } from '../../src/text/corpus.js';
import { createReplicas } from '../../src/train/replicas.js';
import { trainNetwork } from '../../src/train/trainer.js';
import { taskSnapshot } from '../helpers/snapshots.js';
import { taskForms } from '../helpers/task-rows.js';
import { program, run, temporaryDirectory } from '../helpers/run-cli.js';
import { browserFor, giveText, openPlay, playFile, stepTo } from '../page/open-page.js';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** One request, with headers of its own: fetch() would not send a foreign Host. */
function ask(
  address: string,
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const asked = request(new URL(path, address), options, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(pieces) }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

const TEXT = 'he said "yes" and "no".\n'.repeat(200);

/** The losses of the same training in Node, with as many threads. */
async function lossesInNode(steps: number, threads: number): Promise<number[]> {
  const options = { ...quick, model: { ...quick.model, hidden: 64 }, seq: 64, batch: 32 };
  const { vocabulary, source } = corpusFromText(TEXT);
  const backend = await chooseBackend('wasm');
  const run = { options, vocabulary, data: languageData(source, options), backend, environment: null };
  const createEngine = threads > 1 ? createReplicas(threads, 'wasm') : undefined;
  const losses: number[] = [];
  for await (const event of trainNetwork({ ...run, ...(createEngine && { createEngine }) })) {
    if (event.type === 'step') losses.push(event.loss);
    if (losses.length === steps) break;
  }
  return losses;
}

describe('char-rnn serve', function () {
  const { path: cwd, remove } = temporaryDirectory();
  const servers: ChildProcess[] = [];
  /** Of the run. */
  let address: string;

  /** Starts the program; resolves to the address that it prints. */
  function serve(...args: string[]): Promise<{ address: string; child: ChildProcess }> {
    const child = spawn(process.execPath, [program, 'serve', ...args], { cwd });
    servers.push(child);
    return new Promise((resolve, reject) => {
      let written = '';
      child.stderr!.on('data', (piece: Buffer) => (written += piece.toString()));
      child.stdout!.on('data', (piece: Buffer) => resolve({ address: piece.toString().trim(), child }));
      child.on('close', () => reject(new Error(written)));
    });
  }

  before(async () => {
    writeFileSync(join(cwd, 'text.txt'), TEXT);
    const small = ['--hidden', '8', '--layers', '1', '--batch', '4', '--seq', '20', '--backend', 'wasm'];
    const { code, stderr } = await run(['train', 'text.txt', ...small, '--steps', '10'], { cwd });
    expect(code, stderr).to.equal(0);
    ({ address } = await serve('runs/text'));
  });
  after(() => {
    for (const child of servers) child.kill('SIGKILL');
    remove();
  });

  it('prints an address on 127.0.0.1, serves exactly the file of the package, isolated, and ends with 130', async () => {
    const { address, child } = await serve();
    expect(address).to.match(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const { status, headers, body } = await ask(address, '/');
    expect(status).to.equal(200);
    expect(body.equals(readFileSync(playFile))).to.equal(true);
    expect(headers).to.include({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    child.kill('SIGINT');
    expect(await ended).to.equal(130);
  });

  it('serves the newest checkpoint under its random name only', async () => {
    const token = new URL(address).hash.slice(1);
    expect(token).to.match(/^[0-9a-f]{32}$/);
    const model = await ask(address, `/${token}/model`);
    expect(model.status).to.equal(200);
    expect(model.body.equals(readFileSync(join(cwd, 'runs/text/step-00000010.safetensors')))).to.equal(true);
    const tag = model.headers['etag'] as string;
    expect((await ask(address, `/${token}/model`, { headers: { 'If-None-Match': tag } })).status).to.equal(
      304,
    );
    const head = await ask(address, `/${token}/model`, { method: 'HEAD' });
    expect([head.status, head.body.length]).to.deep.equal([200, 0]);
    for (const path of [
      '/model',
      `/${'0'.repeat(32)}/model`,
      `/${token}/../config.json`,
      '/play.html',
      '/..%2f',
    ])
      expect((await ask(address, path)).status, path).to.equal(404);
  });

  it('refuses foreign hosts, as sent after DNS rebinding, and methods other than GET and HEAD', async () => {
    const token = new URL(address).hash.slice(1);
    for (const Host of ['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1'])
      expect((await ask(address, `/${token}/model`, { headers: { Host } })).status, Host).to.equal(403);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await ask(address, '/', { method })).status, method).to.equal(405);
  });

  it('refuses the network of a task in one line that names the command for it', async () => {
    writeCheckpoint(join(cwd, 'task.safetensors'), taskSnapshot(taskForms['classify']!));
    const { code, stderr } = await run(['serve', 'task.safetensors'], { cwd });
    expect([code, stderr]).to.deep.equal([
      2,
      'char-rnn: task.safetensors contains a network that reads the rows of a table; the page is for language models; ' +
        'its cells are shown by char-rnn inspect task.safetensors TABLE --html FILE; see char-rnn serve --help\n',
    ]);
  });

  it('refuses a file that is not a checkpoint, and a port that is taken, before it serves', async () => {
    writeFileSync(join(cwd, 'bad.safetensors'), 'no');
    expect((await run(['serve', 'bad.safetensors'], { cwd })).code).to.equal(4);
    expect((await run(['serve', 'missing'], { cwd })).code).to.equal(4);
    const { port } = new URL(address);
    const { code, stderr } = await run(['serve', '--port', port], { cwd });
    expect([code, stderr]).to.deep.equal([
      2,
      `char-rnn: --port: invalid value ${port}; expected a free port (EADDRINUSE); see char-rnn serve --help\n`,
    ]);
  });

  it('shows the model in the page, follows the run, and trains with threads to the losses of Node with as many', async function () {
    const browser = await browserFor(this);
    try {
      const followed = join(cwd, 'followed');
      mkdirSync(followed);
      copyFileSync(join(cwd, 'runs/text/config.json'), join(followed, 'config.json'));
      const { address } = await serve('followed');
      const { page, complaints } = await openPlay(browser, { address });
      expect(await page.textContent('#network')).to.equal('no network yet');
      copyFileSync(join(cwd, 'runs/text/step-00000010.safetensors'), join(followed, 'new'));
      renameSync(join(followed, 'new'), join(followed, 'step-00000010.safetensors'));
      await page.waitForFunction(() => document.getElementById('figure-step')!.textContent === '10');
      expect(await page.textContent('#network')).to.match(/^an LSTM of 8 units, \d+ weights$/);
      expect(await page.evaluate(() => crossOriginIsolated)).to.equal(true);
      await page.click('#again');
      for (const [id, value] of Object.entries({ hidden: 64, seq: 64, batch: 32, lr: quick.lr }))
        await page.fill(`#${id}`, String(value));
      await giveText(page, TEXT);
      const losses = await stepTo(page, 3);
      const [, threads] = /· (\d+) threads?$/.exec((await page.textContent('#epoch-length'))!)!;
      expect(Number(threads) > 1).to.equal(availableParallelism() > 1);
      expect(losses).to.deep.equal(await lossesInNode(3, Number(threads)));
      expect(complaints).to.deep.equal([]);
    } finally {
      await browser.close();
    }
  });
});
