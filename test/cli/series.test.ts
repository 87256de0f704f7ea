import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cylinderBellFunnel, sine } from '../../corpora/series.js';
import { createRng } from '../../src/core/rng.js';
import { readCheckpoint } from '../../src/runs/checkpoint.js';
import { run as start, temporaryDirectory } from '../helpers/run-cli.js';

interface Figures {
  readonly loss: number;
  readonly rmse: number;
  readonly mae: number;
  readonly mase: number;
  readonly crps: number;
  readonly covered80: number;
  readonly forecasts: number;
  readonly season: number;
  readonly baselines: Readonly<Record<string, { readonly rmse: number; readonly mae: number }>>;
}

describe('char-rnn on series', function () {
  const directory = temporaryDirectory();
  after(() => directory.remove());
  const run = (...args: string[]) => start(args, { cwd: directory.path });
  const write = (name: string, lines: readonly string[]) =>
    writeFileSync(join(directory.path, name), [...lines, ''].join('\n'));
  const train = (out: string, ...args: string[]) =>
    run('train', 'sine.csv', '--task', 'forecast', '--out', out, '--threads', '1', '--quiet', ...args);
  const weightsOf = (out: string) => {
    const latest = readFileSync(join(directory.path, out, 'latest'), 'utf8').trim();
    return readCheckpoint(join(directory.path, out, latest)).weights;
  };
  const small = ['--hidden', '12', '--seq', '24', '--steps', '150', '--eval-every', '50'];
  const rows = sine(900, createRng(7));

  before(async () => {
    write('sine.csv', ['date,value', ...rows]);
    write('history.csv', ['date,value', ...rows.slice(0, 600)]);
    expect((await train('run', ...small)).stderr).equal('');
  });

  it('forecasts the next rows with their quantiles and dates, the same for the same seed', async () => {
    const { code, stdout } = await run('sample', 'run', 'history.csv', '-n', '5', '--count', '50', '-s', '1');
    expect(code).equal(0);
    const [header, ...lines] = stdout.trimEnd().split('\n').map((line) => line.split(',')); // prettier-ignore
    expect(header).deep.equal(['step', 'value', 'value_p10', 'value_p90', 'date']);
    expect(lines.map(([step]) => step)).deep.equal(['1', '2', '3', '4', '5']);
    for (const [, mean, low, high] of lines) {
      expect(Number(low)).below(Number(mean));
      expect(Number(mean)).below(Number(high));
    }
    const after = new Date(`${rows[599]!.split(',')[0]}:00Z`).getTime() + 3_600_000;
    expect(lines[0]![4]).equal(new Date(after).toISOString().slice(0, 19));
    const again = await run('sample', 'run', 'history.csv', '-n', '5', '--count', '50', '-s', '1');
    expect(again.stdout).equal(stdout);
    const other = await run('sample', 'run', 'history.csv', '-n', '5', '--count', '50', '-s', '2');
    expect(other.stdout).not.equal(stdout);
  });

  it('continues its own data where no history is named', async () => {
    const { stdout } = await run('sample', 'run', '-n', '1', '-s', '1');
    const next = new Date(`${rows[899]!.split(',')[0]}:00Z`).getTime() + 3_600_000;
    expect(stdout).contain(new Date(next).toISOString().slice(0, 19));
  });

  it('is measured on the part it has not seen, beside forecasts without a network', async () => {
    const { code, stdout, stderr } = await run('eval', 'run', 'sine.csv', '--json', '-');
    expect(code, stderr).equal(0);
    const figures = JSON.parse(stdout) as Figures;
    expect(figures).include({ forecasts: 90, season: 24, task: 'forecast', horizon: 1 });
    expect(figures.rmse).within(0.8, 3);
    expect(figures.mae).below(figures.rmse);
    expect(figures.covered80).within(0.5, 1);
    expect(figures.crps).below(figures.mae);
    expect(Object.keys(figures.baselines)).deep.equal(['naive', 'seasonal', 'drift', 'ar']);
    // each value of the naive forecast is known
    const values = rows.map((row) => Number(row.split(',')[1]));
    const errors = values.slice(810).map((value, i) => Math.abs(value - values[809 + i]!));
    expect(figures.baselines['naive']!.mae).closeTo(errors.reduce((sum, e) => sum + e, 0) / 90, 1e-9);
  });

  it('forecasts several rows ahead by paths, and scores all of them', async () => {
    const { stdout } = await run(
      'eval',
      'run',
      'sine.csv',
      '--horizon',
      '12',
      '--count',
      '30',
      '--json',
      '-',
    );
    const figures = JSON.parse(stdout) as Figures;
    expect(figures.forecasts).equal(79);
    expect(figures.baselines['naive']!.rmse).above(5);
    expect(figures.baselines['seasonal']!.rmse).below(3);
  });

  it('resumes bit for bit', async () => {
    expect((await train('whole', ...small, '--steps', '100')).code).equal(0);
    expect((await train('halves', ...small, '--steps', '50')).code).equal(0);
    const resumed = await run('train', '--resume', 'halves', '--steps', '100', '--quiet');
    expect(resumed.code, resumed.stderr).equal(0);
    expect(weightsOf('halves')).deep.equal(weightsOf('whole'));
  });

  it('refuses to resume when the series has changed', async () => {
    write('short.csv', ['date,value', ...rows.slice(0, 500)]);
    await run('train', 'short.csv', '--task', 'forecast', '--out', 'moved', '--quiet', ...small);
    write('short.csv', ['date,value', ...rows.slice(0, 499), `${rows[499]!.split(',')[0]},1`]);
    const { code, stderr } = await run('train', '--resume', 'moved');
    expect(code).equal(3);
    expect(stderr).contain('is not, or no longer, what');
  });

  it('reads what is known of the future from rows whose targets are empty', async () => {
    const known = rows.map((row, i) => `${row},${i % 3}`);
    write('known.csv', ['date,value,plan', ...known.slice(0, 600)]);
    await run(
      'train',
      'known.csv',
      '--task',
      'forecast',
      '--to',
      'value',
      '--out',
      'plan',
      '--quiet',
      ...small,
    );
    const future = known.slice(600, 603).map((row) => row.replace(/,[^,]*,/, ',,'));
    write('future.csv', ['date,value,plan', ...known.slice(0, 600), ...future]);
    const with_ = await run('sample', 'plan', 'future.csv', '-n', '3', '-s', '1');
    expect(with_.code, with_.stderr).equal(0);
    expect(with_.stderr).equal('');
    const without = await run('sample', 'plan', 'known.csv', '-n', '3', '-s', '1');
    expect(without.stderr).contain('the last value is kept: plan');
    expect(without.stdout).not.equal(with_.stdout);
    expect(without.stdout.split('\n')[1]).equal(with_.stdout.split('\n')[1]);
    write('gap.csv', ['date,value,plan', ...known.slice(0, 50), future[0]!, known[601]!]);
    const gap = await run('sample', 'plan', 'gap.csv', '-n', '3');
    expect(gap.code).equal(3);
    expect(gap.stderr).contain('row 52: column "value" is empty');
  });

  it('names what is wrong with a command or a file', async () => {
    const cases: [args: string[], says: string, code: number][] = [
      [['sample', 'run', 'history.csv', '--top-p', '0.5'], '--top-p applies to', 2],
      [['train', 'sine.csv', '--task', 'forecast', '--tokens', 'bytes'], '--tokens applies to texts', 2],
      [['train', 'sine.csv', '--task', 'forecast', '--seq', '2000'], 'fewer than a window of 2001', 3],
      [['train', 'sine.csv', '--task', 'forecast', '--to', 'load'], 'has no column "load"', 3],
      [['eval', 'run', 'history.csv'], 'no row after the last one', 3],
      [['eval', 'run'], 'missing argument', 2],
    ];
    for (const [args, says, code] of cases) {
      const result = await run(...args, ...(args[0] === 'train' ? ['--out', 'none'] : []));
      expect(result.stderr, args.join(' ')).contain(says);
      expect(result.code).equal(code);
    }
  });

  it('finds cells that track columns', async () => {
    const { code, stdout } = await run('inspect', 'run', 'sine.csv', '--json', '-');
    expect(code).equal(0);
    const { features } = JSON.parse(stdout) as { features: { feature: string; score: number }[] };
    const names = features.map(({ feature }) => feature);
    expect(names).include.members(['value', 'change of value', 'hour (sine)', 'month (cosine)']);
    for (const { score } of features) expect(score).within(0, 1);
    const hour = features.find(({ feature }) => feature === 'hour (sine)')!;
    expect(hour.score).above(0.5);
  });

  it('learns the labels of series that are a row each, and of rows with --by', async () => {
    write('cbf.csv', cylinderBellFunnel(90, createRng(1)).trimEnd().split('\n'));
    const how = ['--task', 'classify', '--to', 'label', '--hidden', '16', '--epochs', '3', '--quiet'];
    expect((await run('train', 'cbf.csv', '--wide', ...how, '--out', 'wide')).stderr).equal('');
    const { stdout } = await run('eval', 'wide', 'cbf.csv', '--json', '-');
    const figures = JSON.parse(stdout) as Record<string, unknown> & {
      baselines: { nearest: { accuracy: number } };
    };
    expect(figures).include({ series: 90, task: 'classify' });
    expect(figures.baselines.nearest.accuracy).above(0.8);
    const answers = (await run('sample', 'wide', 'cbf.csv')).stdout.trimEnd().split('\n');
    expect(answers).length(90);
    expect(['bell', 'cylinder', 'funnel']).include.members([...new Set(answers)]);
    // the same series, a row for each value
    const [, ...lines] = readFileSync(join(directory.path, 'cbf.csv'), 'utf8').trimEnd().split('\n');
    const long = lines.flatMap((line, id) => {
      const [label, ...values] = line.split(',');
      return values.slice(0, 40).map((value) => `${id},${label},${value}`);
    });
    write('long.csv', ['id,label,value', ...long]);
    const by = await run('train', 'long.csv', '--by', 'id', ...how, '--out', 'long');
    expect(by.code, by.stderr).equal(0);
    const labels = (await run('sample', 'long', 'long.csv', '-o', '-')).stdout.trimEnd().split('\n');
    expect(labels[0]).equal('id,label,probability');
    expect(labels).length(91);
  });

  it('are not exported to what cannot express a network of numbers', async () => {
    for (const to of ['pytorch', 'onnx']) {
      const { code, stderr } = await run('export', 'run', '--to', to, '-o', `exported-${to}`);
      expect(code, to).equal(2);
      expect(stderr).match(
        new RegExp(`${to} cannot express this kind of network \\(of numbers\\); choose --to from npz, json`),
      );
    }
    expect((await run('export', 'run', '--to', 'npz', '-o', 'run.npz')).code).equal(0);
  });

  it('have models that are refused where a text or a table is wanted', async () => {
    write('text.txt', ['a text of some lines, '.repeat(40)]);
    for (const [words, message] of [
      [['serve', 'run'], /reads series; the page is for language models; .*inspect run SERIES\.csv --html/],
      [['train', 'text.txt', '--init-from', 'run', '--out', 'never'], /a network that reads series/],
      [['compare', 'run', '--against', 'run'], /expected a run on a text or a table; this one has series/],
      [['inspect', 'run', 'sine.csv', '--view', 'text'], /the model series; .*for series cells/],
    ] as const) {
      const { code, stderr } = await run(...words);
      expect([2, 4], words.join(' ')).include(code);
      expect(stderr).match(message);
    }
  });

  it('are planned by steps and rows, not by characters', async () => {
    const budget = ['--task', 'forecast', '--minutes', '0.02', '--plan', '--threads', '1'];
    const { code, stderr } = await run('train', 'sine.csv', ...budget);
    expect(code, stderr).equal(0);
    expect(stderr).match(/steps\/s are .* over the rows/);
  });

  it('are forecast as rows of a table, as JSON lines, and into a file, the same', async () => {
    const asked = ['sample', 'run', 'history.csv', '-n', '3', '--seed', '2'];
    const { stdout } = await run(...asked);
    expect(stdout).match(/^step,value,value_p10,value_p90,date\n1,/);
    const lines = (await run(...asked, '--jsonl')).stdout.trimEnd().split('\n');
    const written = lines.map((line) => Object.values(JSON.parse(line) as object).join());
    expect(stdout.trimEnd().split('\n').slice(1)).deep.equal(written);
    expect((await run(...asked, '-o', 'future.csv')).code).equal(0);
    expect(readFileSync(join(directory.path, 'future.csv'), 'utf8')).equal(stdout);
  });
});
