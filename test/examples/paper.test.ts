import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from '../helpers/run-cli.js';

const script = fileURLToPath(new URL('../../examples/paper/main.js', import.meta.url));
const text = 'It was "the quick (brown) fox", he said, that jumps over the lazy dog.\n'.repeat(60);

describe('npm run paper', function () {
  this.timeout(600_000);
  const { path: cwd, remove } = temporaryDirectory();
  after(remove);
  const grid = ['--hidden', '6', '--layers', '1', '--cell', 'lstm,rnn', '--batch', '4', '--seq', '20'];
  const places = [
    '--docs',
    join(cwd, 'docs'),
    '--runs',
    join(cwd, 'runs'),
    '--backend',
    'js',
    '--threads',
    '1',
  ];
  const start = (...args: string[]) => {
    const child = spawn(process.execPath, [script, join(cwd, 'fox.txt'), ...grid, ...places, ...args]);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (stderr += piece));
    const code = new Promise<number | null>((resolve) => child.on('close', resolve));
    return { child, code, stderr: () => stderr };
  };
  before(() => writeFileSync(join(cwd, 'fox.txt'), text));

  it('refuses a file that is not text and a flag without a value', async () => {
    expect(await start('another.txt').code).to.equal(2);
    expect(await start('--hours').code).to.equal(2);
  });

  it('saves at Ctrl-C, continues from there, and writes every table and picture with its commands', async () => {
    const first = start('--steps', '100000', '--save-every', '10');
    const latest = join(cwd, 'runs/runs/6/rnn/latest'); // the cheapest
    while (!existsSync(latest)) await setTimeout(20);
    first.child.kill('SIGINT');
    expect(await first.code, first.stderr()).to.equal(130);
    expect(existsSync(join(cwd, 'docs/paper.md'))).to.equal(false);

    // a run cannot end before the step that it has reached
    const reached = Number(/\d+/.exec(readFileSync(latest, 'utf8'))![0]);
    const limits = ['--steps', String(reached + 20), '--save-every', '10'];
    const second = start(...limits);
    expect(await second.code, second.stderr()).to.equal(0);
    const page = readFileSync(join(cwd, 'docs/paper.md'), 'utf8');
    for (const title of [
      ...['Test loss', 'Gate saturation', 'Comparison with n-grams', 'Causes of errors'],
      ...['Loss against distance', 'Loss against context'],
    ])
      expect(page).to.include(`## ${title}\n`);
    expect(page).to.match(/\| LSTM size \| LSTM 1 layer \| RNN 1 layer \|/);
    expect(page).to.match(/\| 6 +\| +\**\d\.\d{4}\** \| +\**\d\.\d{4}\** \|/);
    expect(page).to.match(/^ {4}char-rnn eval \S+ \S+ --baseline ngram --breakdown$/m);
    const pictures = readdirSync(join(cwd, 'docs/paper'));
    for (const [, file] of page.matchAll(/\]\(paper\/([\w.-]+)\)/g)) expect(pictures).to.include(file);

    const third = start(...limits);
    expect(await third.code).to.equal(0);
    expect(third.stderr()).not.to.match(/1 of|: eval/);
  });

  it('leaves out what the hours do not allow', async () => {
    const { code, stderr } = start('--layers', '1,2', '--steps', '5', '--hours', '1e-9');
    expect(await code).to.equal(0);
    expect(stderr()).to.include('the hours are used up');
  });
});
