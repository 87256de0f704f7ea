import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createRng } from '../../src/core/rng.js';
import { pairedDifference } from '../../src/eval/paired.js';
import { program, run, temporaryDirectory } from '../helpers/run-cli.js';

const text = 'the quick brown fox jumps over the lazy dog. '.repeat(40);
const small = ['--hidden', '6', '--layers', '1', '--batch', '2', '--seq', '10', '--backend', 'js'];
const split = ['--val', '.2', '--test', '.2'];

/** The runs of a comparison as JSON, in its order, each with its state. */
const statesOf = (json: string): [run: string, state: string][] =>
  (JSON.parse(json) as { runs: { run: string; state: string }[] }).runs.map(({ run, state }) => [run, state]);

describe('char-rnn compare', function () {
  const { path: cwd, remove } = temporaryDirectory();
  after(remove);
  before(async () => {
    writeFileSync(join(cwd, 'fox.txt'), text);
    for (const seed of ['1', '2'])
      await run(
        ['train', 'fox.txt', ...small, ...split, '--seed', seed, '--steps', '20', '--out', `runs/${seed}`],
        { cwd },
      );
  });

  it('lists every run, best validation loss first, and the spread over seeds', async () => {
    const { stdout } = await run(['compare', 'runs/1', 'runs/2'], { cwd });
    const [head, first, second, common, unit, blank, seeds] = stdout.split('\n');
    expect(head).to.match(/^run +validation +test +char\/s +time$/);
    const losses = [first!, second!].map((line) => /^runs\/[12] +(\d\.\d{4}) {2}\d\.\d{4} /.exec(line)![1]!);
    expect(losses).to.deep.equal(losses.toSorted());
    expect(common).to.match(/^all: lstm 1×6, 1,\d{3} parameters, \d\.\d\d epochs, finished$/);
    expect([unit, blank]).to.deep.equal(['losses in nats per character', '']);
    expect(seeds).to.match(/^2 seeds of runs\/[12]: validation \d\.\d{4} ± \d\.\d{4}, test/);
  });

  it('gives each run a block where a line of 80 columns has no room for it', async () => {
    const { stdout } = await run(['compare', 'runs/1', 'nothing'], { cwd });
    const lines = stdout.split('\n');
    expect(lines[0]).to.equal('runs/1');
    expect(lines[1]).to.match(
      /^ {2}network lstm 1×6, parameters 1,\d{3}, validation \d\.\d{4}, test \d\.\d{4}$/,
    );
    expect(stdout).to.include('nothing\n  state not a run\n');
    for (const line of lines) expect(line.length, line).to.be.at.most(80);
  });

  it('takes a directory of runs, such as sweep makes, for the runs in it', async () => {
    const { stdout } = await run(['compare', 'runs', '--csv', '-'], { cwd });
    const names = stdout.split('\n').map((line) => line.split(',')[0]);
    expect(names.slice(1).filter(Boolean)).to.have.members(['runs/1', 'runs/2']);
  });

  it('lists a path that cannot be looked at, and compares the others', async () => {
    symlinkSync('loop', join(cwd, 'loop'));
    const { code, stdout, stderr } = await run(['compare', 'loop', 'runs/1', '--json', '-'], { cwd });
    expect(code).to.equal(0);
    expect(statesOf(stdout)).to.deep.equal([
      ['runs/1', 'finished'],
      ['loop', 'damaged'],
    ]);
    expect(stderr).to.match(/loop: .*ELOOP/);
  });

  it('gives the documented columns as CSV and JSON', async () => {
    const { stdout } = await run(
      ['compare', 'runs/1', '--csv', '-', '--json', 'c.json', '--html', 'c.html'],
      { cwd },
    );
    expect(stdout.split('\n')[0]).to.equal(
      'run,cell,layers,hidden,parameters,validation_loss,best_epoch,test_loss,epochs,characters_per_second,hours,state,unit',
    );
    const { runs } = JSON.parse(readFileSync(join(cwd, 'c.json'), 'utf8'));
    expect(runs[0]).to.include({ run: 'runs/1', cell: 'lstm', layers: 1, hidden: 6, state: 'finished' });
    expect(readFileSync(join(cwd, 'c.html'), 'utf8')).to.match(/default-src (&apos;|')none/);
  });

  it('says where two runs have another version of the corpus, and pairs neither with the other', async () => {
    writeFileSync(join(cwd, 'fox.txt'), `${text}Again.`);
    await run(['train', 'fox.txt', ...small, ...split, '--steps', '5', '--out', 'runs/later'], { cwd });
    const { code, stdout, stderr } = await run(['compare', 'runs/1', 'runs/later', '--json', '-'], { cwd });
    expect(code).to.equal(0);
    expect(stderr).to.include('do not have the same test text, so their losses are not one ranking');
    expect(JSON.parse(stdout)).to.have.property('seeds').that.deep.equals([]);
    const against = await run(['compare', 'runs/later', 'runs/1', '--against', 'runs/later'], { cwd });
    expect(against.stdout).not.to.match(/runs\/1 .*[+−]\d\.\d{4} \(/);
    writeFileSync(join(cwd, 'fox.txt'), text);
  });

  it('has a table for each unit of losses', async () => {
    const args = [...small, ...split, '--tokens', 'bytes', '--steps', '3', '--quiet'];
    expect((await run(['train', 'fox.txt', ...args, '--out', 'runs/bytes'], { cwd })).code).to.equal(0);
    const { stdout } = await run(['compare', 'runs/1', 'runs/bytes'], { cwd });
    expect(stdout).to.match(/runs\/1(.|\n)*nats per character\n\n(.|\n)*runs\/bytes(.|\n)*nats per byte\n$/);
  });

  it('pairs runs on a table by their test rows, where seed and task are the same', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${'ab'.repeat(1 + (i % 3))},l${i % 3}\n`).join('');
    writeFileSync(join(cwd, 'table.csv'), `name,label\n${rows}`);
    const table = [
      'train',
      'table.csv',
      '--task',
      'classify',
      '--layers',
      '1',
      '--test',
      '.3',
      '--backend',
      'js',
    ];
    const shapes = [['small', '--hidden', '3'], ['large', '--hidden', '9'], ['other', '--seed', '2']] as const; // prettier-ignore
    for (const [out, ...flags] of shapes) {
      const trained = await run([...table, '--steps', '9', ...flags, '--out', `tables/${out}`], { cwd });
      expect(trained.code, trained.stderr).to.equal(0);
    }
    const runs = shapes.map(([out]) => `tables/${out}`);
    const flags = ['--against', 'tables/small', '--json', '-'];
    const { stdout, stderr, code } = await run(['compare', ...runs, ...flags], { cwd });
    expect(code, stderr).to.equal(0);
    expect(stderr).to.include('do not have the same test rows');
    const { runs: listed, differences } = JSON.parse(stdout);
    expect(Object.keys(differences)).to.deep.equal(['tables/large']);
    const accuracies = listed.map(({ metrics }: { metrics: object }) => metrics);
    for (const metrics of accuracies)
      expect(metrics)
        .to.include.keys('validation_accuracy', 'test_accuracy')
        .and.have.property('test_accuracy')
        .within(0, 1);
    const shown = await run(['compare', ...runs], { cwd });
    expect(shown.stdout).to.match(/[ ,]accuracy 0\.\d{4}/);
    expect(shown.stdout).to.match(/^losses in nats per label; accuracy.* of the test part$/m);
    const lossOf = (name: string) =>
      listed.find(({ run }: { run: string }) => run === `tables/${name}`).test_loss;
    expect(differences['tables/large'].mean).to.be.closeTo(lossOf('large') - lossOf('small'), 1e-5);
    writeFileSync(join(cwd, 'table.csv'), `name,label\n${rows}abc,l1\n`);
    const changed = await run(['compare', ...runs, ...flags], { cwd });
    expect(changed).to.include({ code: 3, stdout: '' });
    expect(changed.stderr).to.include('table.csv is not, or no longer, what tables/small was trained on');
  });

  it('lists a run that is being written as running, with the losses it has', async () => {
    const args = ['train', 'fox.txt', ...small, ...split, '--steps', '1000000', '--eval-every', '10'];
    const child = spawn(process.execPath, [program, ...args, '--out', 'runs/busy'], { cwd, stdio: 'ignore' });
    const closed = new Promise((resolve) => child.on('close', resolve));
    while (!existsSync(join(cwd, 'runs/busy/best.safetensors'))) await setTimeout(20);
    const { code, stdout } = await run(['compare', 'runs/busy', '--json', '-'], { cwd });
    child.kill('SIGINT');
    await closed;
    expect(code).to.equal(0);
    const [row] = JSON.parse(stdout).runs;
    expect(row).to.include({ run: 'runs/busy', state: 'running' });
    expect(row.validation_loss).to.be.a('number');
  });

  it('says which run is damaged, and compares the others', async () => {
    writeFileSync(join(cwd, 'runs/2/config.json'), '{');
    const { code, stdout, stderr } = await run(['compare', 'runs/1', 'runs/2', '--json', '-'], { cwd });
    expect(code).to.equal(0);
    expect(statesOf(stdout)).to.deep.equal([
      ['runs/1', 'finished'],
      ['runs/2', 'damaged'],
    ]);
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
