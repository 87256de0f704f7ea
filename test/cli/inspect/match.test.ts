import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, temporaryDirectory } from '../../helpers/run-cli.js';
import type { MatchReport } from '../../../src/inspect/match/report.js';
import { quotedLines } from '../../inspect/networks/hand-built.js';

describe('char-rnn inspect --match', () => {
  const { path: cwd, remove } = temporaryDirectory();
  after(remove);
  const inspect = (...args: string[]) => run(['inspect', ...args], { cwd });
  const train = async (text: string, out: string, seed: number) => {
    const size = ['--hidden', '6', '--layers', '1', '--seq', '16', '--batch', '8', '--steps', '4'];
    const args = [text, ...size, '--seed', String(seed), '--quiet', '--out', out];
    expect((await run(['train', ...args], { cwd })).code).equal(0);
  };

  before(async () => {
    writeFileSync(join(cwd, 'a.txt'), quotedLines(150));
    writeFileSync(join(cwd, 'b.txt'), quotedLines(150, 2));
    writeFileSync(join(cwd, 'c.txt'), 'other symbols\n'.repeat(200));
    for (const [text, out, seed] of [
      ['a.txt', 'a1', 1],
      ['a.txt', 'a2', 2],
      ['b.txt', 'b', 1],
      ['c.txt', 'c', 1],
    ] as const)
      await train(text, out, seed);
  });

  it('compares runs on a text: terminal, CSV, JSON and a page', async () => {
    const flags = ['--match', '--text', 'a.txt', '--shuffles', '19'];
    const files = ['--json', 'm.json', '--html', 'm.html', '--csv', '-'];
    const { code, stdout, stderr } = await inspect('a1', 'a2', ...flags, ...files);
    expect(code, stderr).equal(0);
    const report = JSON.parse(readFileSync(join(cwd, 'm.json'), 'utf8')) as MatchReport;
    expect(report.networks).deep.equal(['a1', 'a2']);
    expect(report.cells).length(2 * 12);
    expect(stdout.trimEnd().split('\n')).length(1 + 2 * 12);
    const page = readFileSync(join(cwd, 'm.html'), 'utf8');
    expect(page).include('<section id="view-match"').include('the same before training');
    const shown = await inspect('a1', 'a2', ...flags);
    expect(shown.stdout)
      .match(/^a\.txt: 2 networks, /)
      .match(/^the same on shuffled text +\.\d{3} +0\.0 %$/m);
    expect(Math.max(...shown.stdout.split('\n').map(({ length }) => length))).at.most(80);
  });

  for (const [what, args, code, words] of [
    ['one network', ['a1', '--match'], 2, /^char-rnn: --match compares networks, and only a1 was named/],
    ['another text', ['a1', 'b', '--match'], 2, /^char-rnn: b was trained on another text than a1/],
    ['other symbols', ['a1', 'c', '--match'], 2, /^char-rnn: c has other symbols than a1/],
    ['too short a text', ['a1', 'a2', '--match', '--text', 'a.txt', '--limit', '1999'], 3, /at least 2000/],
    ['a text without networks', ['a1', '--text', 'a.txt'], 2, /--text needs --match/],
    ['a view', ['a1', 'a2', '--match', '--view', 'gates'], 2, /--match cannot be combined with --view/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const ran = await inspect(...args);
      expect(ran.stderr).match(words);
      expect(ran.code).equal(code);
    });
  }
});
