import { expect } from 'chai';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRng } from '../../src/core/rng.js';
import { pairedDifference } from '../../src/eval/paired.js';
import { matchHidden, parametersOf } from '../../src/cli/sweeping/match.js';
import { shellLine } from '../../src/cli/sweeping/shell.js';
import { readCheckpoint } from '../../src/files/checkpoint.js';
import { slurmScript } from '../../src/cli/sweeping/slurm.js';
import { program, run, temporaryDirectory } from '../helpers/run-cli.js';

const program64 = `${process.execPath} ${program}`;
const text = 'the quick brown fox jumps over the lazy dog. '.repeat(40);

describe('char-rnn sweep', function () {
  this.timeout(120_000);
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

  it('writes lines that sh and xargs run alike, whatever the file is called', async () => {
    const name = `it's "a" $(b) \\ c\nd*.txt`;
    writeFileSync(join(cwd, name), text);
    const { stdout } = await sweep(name, ...small, '--steps', '1', '--out', 'odd');
    expect(stdout.trimEnd().split('\n')).to.have.length(1);
    const { status } = spawnSync('xargs', ['-I{}', 'sh', '-c', '{}'], { cwd, input: stdout });
    expect(status).to.equal(0);
    const config = JSON.parse(readFileSync(join(cwd, 'odd/config.json'), 'utf8'));
    expect(config.environment.corpus.files).to.deep.equal([join(cwd, name)]);
    expect(shellLine(['train', 'a.txt'])).to.equal('train a.txt');
  });

  it('prints a Slurm array that bash parses, one task a line', () => {
    const script = slurmScript(['char-rnn train a.txt', 'char-rnn train b.txt'], 0.2);
    expect(script)
      .to.match(/^#!\/bin\/bash\n/)
      .and.include('#SBATCH --array=1-2')
      .and.include('  2) char-rnn train b.txt ;;');
    expect(spawnSync('bash', ['-n'], { input: script }).status).to.equal(0);
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
});

describe('char-rnn compare', function () {
  this.timeout(120_000);
  const { path: cwd, remove } = temporaryDirectory();
  after(remove);
  before(async () => {
    writeFileSync(join(cwd, 'fox.txt'), text);
    for (const seed of ['1', '2']) {
      const args = ['--hidden', '6', '--layers', '1', '--batch', '2', '--seq', '10', '--seed', seed];
      await run(
        [
          'train',
          'fox.txt',
          ...args,
          '--steps',
          '20',
          '--val',
          '.2',
          '--test',
          '.2',
          '--out',
          `runs/${seed}`,
          '--backend',
          'js',
        ],
        { cwd },
      );
    }
  });

  it('lists every run, best validation loss first, and the spread over seeds', async () => {
    const { stdout } = await run(['compare', 'runs/1', 'runs/2', 'nothing'], { cwd });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).to.match(/^run +cell +layers +hidden +parameters +validation/);
    expect(lines[3]).to.match(/^nothing .*not a run$/);
    expect(lines[4]).to.match(/^2 seeds of runs\/[12]: validation \d\.\d{4} ± \d\.\d{4}, test/);
  });

  it('gives the contract’s columns as CSV and JSON', async () => {
    const { stdout } = await run(
      ['compare', 'runs/1', '--csv', '-', '--json', 'c.json', '--html', 'c.html'],
      { cwd },
    );
    expect(stdout.split('\n')[0]).to.equal(
      'run,cell,layers,hidden,parameters,validation_loss,best_epoch,test_loss,epochs,characters_per_second,hours,state',
    );
    const { runs } = JSON.parse(readFileSync(join(cwd, 'c.json'), 'utf8'));
    expect(runs[0]).to.include({ run: 'runs/1', cell: 'lstm', layers: 1, hidden: 6, state: 'finished' });
    expect(readFileSync(join(cwd, 'c.html'), 'utf8')).to.include("default-src 'none'");
  });

  it('says which run is damaged, and compares the others', async () => {
    writeFileSync(join(cwd, 'runs/2/config.json'), '{');
    const { code, stdout, stderr } = await run(['compare', 'runs/1', 'runs/2'], { cwd });
    expect(code).to.equal(0);
    expect(stdout).to.match(/runs\/2 .*damaged/);
    expect(stderr).to.include('runs/2: ');
    expect(existsSync(join(cwd, 'runs/2/best.safetensors'))).to.equal(true);
  });

  it('gives the paired difference to a run with an interval that excludes 0 where one is better everywhere', () => {
    const rng = createRng(3);
    const a = Array.from({ length: 40 }, () => 500 + 100 * rng.normal());
    const characters = a.map(() => 500);
    const better = pairedDifference(
      a,
      a.map((nats) => nats - 10 + rng.normal()),
      characters,
      createRng(1),
    )!;
    expect(better.mean).to.be.closeTo(-0.02, 0.001);
    expect(better.high).to.be.below(0);
    expect(pairedDifference([1], [2], [3], rng)).to.equal(null);
  });
});
