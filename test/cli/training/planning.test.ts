import { expect } from 'chai';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findModel, readCheckpoint } from '../../../src/runs/checkpoint.js';
import type { TrainOptions } from '../../../src/train/options.js';
import { run, temporaryDirectory } from '../../helpers/run-cli.js';

const PROSE = 'the quick brown fox jumps over the lazy dog while it rains.\n';
const js = ['--backend', 'js', '--threads', '1'];
const small = ['--hidden', '8', '--seq', '10', '--batch', '4', ...js];

describe('char-rnn train --minutes: a plan', function () {
  const { path: cwd, remove } = temporaryDirectory();
  after(remove);
  const call = (...args: string[]) => run(['train', ...args], { cwd });
  const optionsOf = (directory: string) =>
    (JSON.parse(readFileSync(join(cwd, directory, 'config.json'), 'utf8')) as { options: TrainOptions })
      .options;
  const weightsOf = (directory: string) => {
    const { weights } = readCheckpoint(findModel(join(cwd, directory)));
    return [...weights.values()].flatMap(({ data }) => [...data]);
  };
  before(() => writeFileSync(join(cwd, 'text.txt'), PROSE.repeat(60)));

  it('is a number of steps, with its reason in two lines', async () => {
    const { code, stderr } = await call('text.txt', ...small, '--minutes', '0.002', '--out', 'plan');
    expect(code).to.equal(0);
    expect(stderr).to.match(
      /^plan {5}GRU 1×8 with 3-grams: 0\.002 minutes at [\d,]+ characters\/s are .+ over 3,240 characters \([\d,]+ steps\)/m,
    );
    expect(stderr).to.match(/^ {9}.*dropout.*; adamw, rate [\d.]+, decay [\d.]+, cosine to zero$/m);
    const { steps, minutes, epochs, plan } = optionsOf('plan');
    expect({ minutes, epochs }).to.deep.equal({ minutes: null, epochs: null });
    expect(steps).to.be.above(0);
    expect(plan!.minutes).to.equal(0.002);
  });

  it('with --plan is one command, which trains the same network to the bit', async () => {
    const budget = ['--minutes', '0.002', '--seed', '3'];
    const { stdout } = await call('text.txt', ...small, ...budget, '--plan', '--out', 'same');
    expect(stdout).to.match(/^char-rnn train .*--steps \d+ text\.txt\n$/);
    const words = stdout.trim().split(' ').slice(2);
    expect((await call(...words)).code).to.equal(0);
    const { steps, schedule, seed } = optionsOf('same');
    expect(words.join(' ')).to.include(`--steps ${steps}`);
    expect({ name: schedule.name, seed }).to.deep.equal({ name: 'cosine', seed: 3 });
    const again = [...words];
    again[again.indexOf('--out') + 1] = 'again';
    expect((await call(...again)).code).to.equal(0);
    expect(weightsOf('again')).to.deep.equal(weightsOf('same'));
  });

  it('is resumed to the bit, to the steps it was made of, and reports them', async () => {
    const flags = ['text.txt', ...small, '--minutes', '0.01', '--save-every', '5', '--keep', '1000'];
    expect((await call(...flags, '--out', 'whole')).code).to.equal(0);
    const files = readdirSync(join(cwd, 'whole')).filter((name) => name.startsWith('step-'));
    const [first, last] = [files.sort()[0]!, files.at(-1)!];
    expect(last).not.to.equal(first);
    mkdirSync(join(cwd, 'part'));
    for (const name of ['config.json', 'log.csv', first])
      copyFileSync(join(cwd, 'whole', name), join(cwd, 'part', name));
    const { code, stderr } = await call('--resume', 'part', '--minutes', '1000');
    expect(code, stderr).to.equal(0);
    expect(stderr).to.match(
      /the plan stays [\d,]+ steps, made for 0\.01 minutes at [\d.e+]+ steps\/s; --minutes 1000 can only end it earlier/,
    );
    expect(weightsOf(`part/${last}`)).to.deep.equal(weightsOf(`whole/${last}`));
  });

  it('is made of --epochs without a network, and not with one', async () => {
    const { stdout } = await call('text.txt', ...js, '--epochs', '3', '--plan');
    expect(stdout).to.match(/--hidden \d+ .*--schedule cosine .*--epochs 3 text\.txt\n$/);
    const plain = await call('text.txt', ...small, '--epochs', '1', '--out', 'plain');
    expect(plain.stderr).not.to.include('plan ');
    expect(optionsOf('plain').schedule.name).to.equal('exponential');
  });

  it('is not made for a preset, whose minutes are a limit of time', async () => {
    const preset = ['--preset', 'char-rnn', '--minutes', '0.001', '--out', 'preset'];
    expect((await call('text.txt', ...small, ...preset)).code).to.equal(0);
    expect(optionsOf('preset')).to.include({ minutes: 0.001, steps: null });
  });

  it('of a table keeps the network, and ends the rate with the steps', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i % 2 ? 'yes' : 'no'}${i},${i % 2 ? 'a' : 'b'}`);
    writeFileSync(join(cwd, 'rows.csv'), `text,label\n${rows.join('\n')}\n`);
    const flags = ['rows.csv', '--task', 'classify', '--hidden', '8', '--minutes', '0.002', ...js];
    const { code, stderr } = await call(...flags, '--out', 'rows');
    expect(code, stderr).to.equal(0);
    expect(stderr).to.match(/^plan {5}LSTM 1×8: 0\.002 minutes at [\d.]+ steps\/s are .+ over the rows/m);
    const { steps, schedule, model, optimizer } = optionsOf('rows');
    expect(steps).to.be.above(0);
    expect([schedule.name, model.hidden, optimizer.name]).to.deep.equal(['cosine', 8, 'adamw']);
    const { stdout } = await call(...flags, '--plan');
    expect(stdout).to.match(
      /^char-rnn train --hidden 8 --task classify .*--optimizer adamw .*--steps \d+ rows/m,
    );
  });

  it('is refused without a budget, and where it could not be kept', async () => {
    for (const flags of [['--plan'], ['--plan', '--preset', 'char-rnn', '--minutes', '1']]) {
      const { code, stderr, stdout } = await call('text.txt', ...flags);
      expect(code).to.equal(2);
      expect(stderr).to.match(
        /^char-rnn: --plan needs a text or a table, and a budget to plan for; add --minutes/,
      );
      expect(stdout).to.equal('');
    }
    expect((await call('text.txt', '--minutes', '0')).code).to.equal(2);
  });
});
