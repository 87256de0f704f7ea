import { expect } from 'chai';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, temporaryDirectory } from '../../helpers/run-cli.js';
import { quotedLines } from '../../inspect/networks/hand-built.js';
import type { OverReport } from '../../../src/inspect/over/report.js';

describe('char-rnn inspect --over', () => {
  const { path: cwd, remove } = temporaryDirectory();
  before(async () => {
    writeFileSync(join(cwd, 'text.txt'), quotedLines(150));
    const small = [
      '--hidden',
      '6',
      '--layers',
      '1',
      '--seq',
      '16',
      '--batch',
      '8',
      '--steps',
      '8',
      '--quiet',
    ];
    const { code, stderr } = await run(['train', 'text.txt', ...small, '--keep', 'log', '--out', 'run'], {
      cwd,
    });
    expect(code, stderr).to.equal(0);
  });
  after(remove);

  it('follows a named feature through the checkpoints of a run', async () => {
    const flags = ['--over', '--feature', 'double-quotes', '--shuffles', '19', '--json', '-'];
    const { code, stdout, stderr } = await run(['inspect', 'run', 'text.txt', ...flags], { cwd });
    expect(code, stderr).to.equal(0);
    const report = JSON.parse(stdout) as OverReport;
    expect(report.steps.map(({ step }) => step)).to.deep.equal([0, 1, 2, 4, 8]);
    expect(report.features.map(({ feature }) => feature)).to.deep.equal(['double-quotes']);
    expect(report.features[0]!.steps[0]).to.include.keys('step', 'score', 'verdict', 'loss');
  });

  it('says which checkpoints are missing, and what keeps them', async () => {
    rmSync(join(cwd, 'run/step-00000002.safetensors'));
    const gap = await run(['inspect', 'run', 'text.txt', '--over'], { cwd });
    expect(gap.code).to.equal(4);
    expect(gap.stderr).to.match(
      /^char-rnn: run has checkpoints of steps 0, 1, 4, 8: some are missing between 1 and 4; train with --keep log/,
    );
    const none = await run(['inspect', 'text.txt', '--over'], { cwd });
    expect(none.stderr).to.include('text.txt has checkpoints of steps none: at least three are needed');
    const conflict = await run(['inspect', 'run', '--over', '--view', 'gates'], { cwd });
    expect(conflict.code).to.equal(2);
  });
});
