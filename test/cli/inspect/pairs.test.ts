import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeCheckpoint } from '../../../src/runs/checkpoint.js';
import type { PairsReport } from '../../../src/inspect/pairs/report.js';
import { run, temporaryDirectory } from '../../helpers/run-cli.js';
import { untrainedSnapshot } from '../../helpers/snapshots.js';

describe('char-rnn inspect --pairs', () => {
  const { path: cwd, remove } = temporaryDirectory();
  after(remove);
  const inspect = (...args: string[]) => run(['inspect', 'model.safetensors', ...args], { cwd });
  const write = (name: string, content: string) => writeFileSync(join(cwd, name), content);

  before(() => {
    writeCheckpoint(
      join(cwd, 'model.safetensors'),
      untrainedSnapshot({ symbols: ['\n', ' ', 'a', 'b', 'c'] }),
    );
    write('pairs.csv', 'kind,context,right,wrong\nx,a b,c,a\nx,"b ",a,b\ny,ab,b,c\ny,c,"a b",c\n');
  });

  it('scores a table: terminal, CSV, JSON and a page', async () => {
    const files = ['--json', 'p.json', '--html', 'p.html', '--csv', '-'];
    const { code, stdout, stderr } = await inspect('--pairs', 'pairs.csv', ...files);
    expect(code, stderr).equal(0);
    expect(stdout.split('\n')[0]).equal('kind,context,right,wrong,difference');
    expect(stdout.trimEnd().split('\n')).length(5);
    const report = JSON.parse(readFileSync(join(cwd, 'p.json'), 'utf8')) as PairsReport;
    expect(report).include.keys('accuracy', 'interval', 'pairs');
    expect(report.pairs[1]).include({ kind: 'x', context: 'b ', right: 'a', wrong: 'b' });
    expect(readFileSync(join(cwd, 'p.html'), 'utf8'))
      .include('95 % interval')
      .not.include('<script');
    const shown = await inspect('--pairs', 'pairs.csv');
    expect(shown.stdout).match(/^pairs\.csv: 4 pairs\n/);
    for (const line of shown.stdout.split('\n')) expect(line.length, line).at.most(80);
  });

  for (const [what, args, code, words] of [
    ['a table without a column', ['--pairs', 'other.csv'], 3, /other\.csv.*wrong/],
    ['one pair', ['--pairs', 'one.csv'], 3, /one\.csv.*two pairs/],
    [
      'a character that the model does not know',
      ['--pairs', 'unknown.csv'],
      3,
      /unknown\.csv: the model does not know 'z'.*, which is in pair 1/,
    ],
    ['a text beside it', ['pairs.csv', '--pairs', 'pairs.csv'], 2, /unexpected argument pairs\.csv/],
    ['a view', ['--pairs', 'pairs.csv', '--view', 'gates'], 2, /--pairs cannot be combined with --view/],
    ['a search', ['--pairs', 'pairs.csv', '--feature', 'quotes'], 2, /--feature does not apply/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      write('other.csv', 'context,right\na,b\n');
      write('one.csv', 'context,right,wrong\na,b,c\n');
      write('unknown.csv', 'context,right,wrong\na,b,z\na,c,b\n');
      const ran = await inspect(...args);
      expect(ran.stderr).match(words);
      expect(ran.code).equal(code);
    });
  }
});
