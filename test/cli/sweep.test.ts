import { expect } from 'chai';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { matchHidden } from '../../src/app/sweep/match.js';
import { parametersOf } from '../../src/model/shapes.js';
import { shellLine } from '../../src/core/quote.js';
import { readCheckpoint } from '../../src/runs/checkpoint.js';
import { slurmScript } from '../../src/cli/sweeping/slurm.js';
import { program, run, temporaryDirectory } from '../helpers/run-cli.js';

const program64 = `${process.execPath} ${program}`;
const text = 'the quick brown fox jumps over the lazy dog. '.repeat(40);

describe('char-rnn sweep', function () {
  const { path: cwd, remove } = temporaryDirectory();
  after(remove);
  before(() => writeFileSync(join(cwd, 'fox.txt'), text));
  const small = [
    '--hidden',
    '6',
    '--layers',
    '1',
    '--batch',
    '4',
    '--seq',
    '20',
    '--backend',
    'js',
    '--threads',
    '1',
  ];
  const sweep = (...args: string[]) => run(['sweep', ...args, '--program', program64], { cwd });

  it('prints one train command for every combination, the last flag varying fastest', async () => {
    const { stdout, stderr, code } = await sweep(
      'fox.txt',
      '--cell',
      'lstm,gru',
      '--seed',
      '1,2',
      '--hidden',
      '6',
    );
    expect(code).to.equal(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).to.have.length(4);
    expect(lines[1]).to.match(
      / train --cell lstm --hidden 6 --seed 2 --out runs\/fox\/lstm-seed-2 fox\.txt$/,
    );
    expect(stderr).to.match(/lstm-seed-1: [\d,]+ parameters, [\d.e-]+ TFLOP, about/);
    expect(stderr).to.include('4 of 4 runs to train');
  });

  it('divides --minutes among its runs, unless they vary', async () => {
    const minutes = async (...flags: string[]) =>
      [...(await sweep('fox.txt', ...flags)).stdout.matchAll(/--minutes (\S+)/g)].map(([, value]) => value);
    expect(await minutes('--seed', '1,2,3', '--minutes', '4')).to.deep.equal(Array(3).fill('1.33333'));
    expect(await minutes('--minutes', '1,2')).to.deep.equal(['1', '2']);
  });

  it('finds a planned run finished at the end of its steps, however short they took', async () => {
    const grid = ['fox.txt', ...small, '--minutes', '0.002', '--out', 'planned'];
    const first = await sweep(...grid);
    execFileSync('sh', ['-c', first.stdout], { cwd, stdio: 'ignore' });
    const second = await sweep(...grid);
    expect(second.stdout).to.equal('');
    expect(second.stderr).to.include('0 of 1 runs to train');
  });

  it('prints only what is missing when it is run again: --resume for begun runs, nothing for finished ones', async () => {
    const grid = ['fox.txt', ...small, '--seed', '1,2', '--out', 'again'];
    const first = await sweep(...grid, '--steps', '2');
    execFileSync('sh', ['-c', first.stdout.split('\n')[0]!], { cwd, stdio: 'ignore' });
    const second = await sweep(...grid, '--steps', '2');
    expect(second.stdout).to.match(/^\S+ \S+ train --hidden 6 .*--out again\/seed-2 fox\.txt\n$/);
    const longer = await sweep(...grid, '--steps', '3');
    expect(longer.stdout.split('\n')[0]).to.match(/ train --resume again\/seed-1 --steps 3$/);
    execFileSync('sh', ['-c', longer.stdout], { cwd, stdio: 'ignore' });
    const last = await sweep(...grid, '--steps', '3');
    expect(last.stdout).to.equal('');
    expect(last.stderr).to.include('0 of 2 runs to train: all 2 are finished');
  });

  it('refuses a value that no run accepts before it prints a line', async () => {
    for (const bad of [
      ['--hidden', '6,0'],
      ['--val', '0.1,1'],
      ['--hidden', ','],
      ['--seed', '1,1'],
    ]) {
      const { code, stdout, stderr } = await sweep('fox.txt', ...bad);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr).to.include(bad[0]).and.to.include(bad[1]!.split(',')[1]);
    }
  });

  it('is named by train where a flag has several values', async () => {
    const { code, stderr } = await run(['train', 'fox.txt', '--hidden', '6,8'], { cwd });
    expect(code).to.equal(2);
    expect(stderr).to.include('did you mean char-rnn sweep?');
  });

  it('trains preset karpathy-2015 on the symbols that occur in the text, and resumes a run of bytes as it was', async () => {
    const common = ['--preset', 'karpathy-2015', '--hidden', '4', '--layers', '1', '--backend', 'js'];
    const vocabularyOf = (directory: string): number =>
      readCheckpoint(join(cwd, directory, 'step-00000002.safetensors')).model.vocabulary;
    await run(['train', 'fox.txt', ...common, '--steps', '2', '--out', 'paper'], { cwd });
    expect(vocabularyOf('paper')).to.equal(new Set(text).size);
    await run(['train', 'fox.txt', ...common, '--tokens', 'bytes', '--steps', '1', '--out', 'bytes'], {
      cwd,
    });
    const { code, stderr } = await run(['train', '--resume', 'bytes', '--steps', '2'], { cwd });
    expect(code, stderr).to.equal(0);
    expect(vocabularyOf('bytes')).to.equal(256);
  });

  it('writes lines that sh and xargs -0 run alike, whatever the file is called', async () => {
    const name = `it's "a" $(b) \\ c  d*.txt`;
    writeFileSync(join(cwd, name), text);
    const { stdout } = await sweep(name, ...small, '--steps', '1', '--out', 'odd');
    expect(stdout.trimEnd().split('\n')).to.have.length(1);
    const input = stdout.replaceAll('\n', '\0');
    const { status } = spawnSync('xargs', ['-0', '-I{}', 'sh', '-c', '{}'], { cwd, input });
    expect(status).to.equal(0);
    const config = JSON.parse(readFileSync(join(cwd, 'odd/config.json'), 'utf8'));
    expect(config.environment.corpus.files).to.deep.equal([join(cwd, name)]);
    expect(shellLine(['train', 'a.txt', "it's"])).to.equal(`train a.txt 'it'\\''s'`);
  });

  it('refuses what one line cannot hold: a newline in a name or value', async () => {
    writeFileSync(join(cwd, 'a\nb.txt'), text);
    for (const [args, named] of [
      [['a\nb.txt', ...small], '<corpus..>'],
      [['fox.txt', ...small, '--out', 'a\nb'], '--out'],
    ] as const) {
      const { code, stdout, stderr } = await sweep(...args);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr).to.include(named).and.to.include('newline');
    }
  });

  it('prints a Slurm array that bash parses and shellcheck passes, one task per line', async () => {
    const name = "it's.txt";
    writeFileSync(join(cwd, name), text);
    const { stdout } = await sweep(name, ...small, '--seed', '1,2', '--steps', '1', '--slurm');
    expect(stdout)
      .to.match(/^#!\/bin\/bash\n/)
      .and.include('#SBATCH --array=1-2\n')
      .and.match(/^ {2}2\) .*;;$/m);
    expect(spawnSync('bash', ['-n'], { input: stdout }).status).to.equal(0);
    const checked = spawnSync('shellcheck', ['-'], { input: stdout, encoding: 'utf8' });
    if (checked.error) console.log('      shellcheck is not installed: not run');
    else expect(checked.stdout).to.equal('');
    const env = { ...process.env, SLURM_ARRAY_TASK_ID: '2' };
    expect(spawnSync('bash', ['-s'], { cwd, env, input: stdout }).status).to.equal(0);
    expect(existsSync(join(cwd, "runs/it's/seed-2/latest"))).to.equal(true);
    expect(slurmScript(['a'], Infinity)).not.to.include('--time');
  });

  it('matches the number of parameters within 1 % where a size allows it', () => {
    const lstm = {
      cell: 'lstm',
      hidden: 128,
      layers: 2,
      embedding: 0,
      dropout: 0,
      recurrentBias: true,
      vocabulary: 80,
    } as const;
    for (const cell of ['rnn', 'gru'] as const) {
      const hidden = matchHidden({ ...lstm, cell }, parametersOf(lstm));
      const parameters = parametersOf({ ...lstm, cell, hidden });
      expect(Math.abs(parameters / parametersOf(lstm) - 1)).to.be.below(0.01);
    }
  });

  it('continues where a grid was killed', async () => {
    const grid = [
      'fox.txt',
      ...small,
      '--seed',
      '1,2',
      '--steps',
      '4000',
      '--save-every',
      '20',
      '--out',
      'killed',
    ];
    const first = await sweep(...grid);
    const sh = spawn('sh', ['-c', first.stdout], { cwd, stdio: 'ignore', detached: true });
    const closed = new Promise((resolve) => sh.on('close', resolve));
    while (!existsSync(join(cwd, 'killed/seed-1/latest'))) await setTimeout(20);
    process.kill(-sh.pid!, 'SIGKILL');
    await closed;
    const second = await sweep(...grid, '--steps', '60');
    expect(second.stdout.split('\n')[0]).to.match(/ train --resume killed\/seed-1 --steps 60$/);
    expect(spawnSync('sh', ['-c', second.stdout], { cwd }).status).to.equal(0);
    expect((await sweep(...grid, '--steps', '60')).stdout).to.equal('');
  });

  it('refuses a directory that holds a run of another corpus or with other settings', async () => {
    const grid = ['changing.txt', ...small, '--steps', '1', '--out', 'changed'];
    writeFileSync(join(cwd, 'changing.txt'), text);
    const { stdout } = await sweep(...grid);
    execFileSync('sh', ['-c', stdout], { cwd, stdio: 'ignore' });
    const settings = await sweep(...grid, '--lr', '0.5');
    expect(settings.code).to.equal(2);
    expect(settings.stderr).to.match(
      /changed contains a run that is not part of this grid \(lr 0.01, not 0.5\)/,
    );
    writeFileSync(join(cwd, 'changing.txt'), `${text}!`);
    const corpus = await sweep(...grid);
    expect({ code: corpus.code, stdout: corpus.stdout }).to.deep.equal({ code: 2, stdout: '' });
    expect(corpus.stderr).to.include('another version of the corpus');
  });

  it('announces a grid of a thousand lines and prints them all', async () => {
    const seeds = Array.from({ length: 1000 }, (_, i) => i).join(',');
    const { stdout, stderr } = await sweep('fox.txt', ...small, '--steps', '1', '--seed', seeds);
    expect(stderr).to.match(/^1,000 lines follow\n/);
    expect(stdout.trimEnd().split('\n')).to.have.length(1000);
  });
});
