import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeCheckpoint } from '../../src/runs/checkpoint.js';
import { randomSnapshot } from '../helpers/random-snapshot.js';
import { run as runCli, temporaryDirectory } from '../helpers/run-cli.js';

describe('char-rnn eval and export', function () {
  const { path: directory, remove } = temporaryDirectory();
  before(() => {
    writeCheckpoint(join(directory, 'model.safetensors'), randomSnapshot({ cell: 'lstm' }));
    writeFileSync(join(directory, 'train.txt'), 'aabab');
    writeFileSync(join(directory, 'test.txt'), 'abba');
    writeFileSync(join(directory, 'long.txt'), 'abcdefg? gabfec'.repeat(40));
  });
  after(remove);

  async function run(...args: string[]) {
    const { code, stdout, stderr } = await runCli(args, { cwd: directory });
    return { status: code, out: stdout, err: stderr };
  }
  const json = (text: string) => JSON.parse(text) as Record<string, never>;

  it('evaluates n-grams without a network, exactly', async () => {
    const { status, out } = await run(
      ...['eval', '--baseline', 'ngram', '--train', 'train.txt', 'test.txt', '--json', '-'],
    );
    expect(status).equal(0);
    const baseline = json(out)['baseline'] as { context: number; loss: number }[];
    expect(baseline.map(({ context }) => context)).deep.equal(Array.from({ length: 21 }, (_, n) => n));
    // computed by hand in kneser-ney.test.ts
    const mean = (...p: number[]) => -p.reduce((sum, x) => sum + Math.log(x), 0) / p.length;
    expect(baseline[0]!.loss).closeTo(mean(0.55, 0.45, 0.45, 0.55), 1e-14);
    expect(baseline[1]!.loss).closeTo(mean(0.8125, 1 / 3 + 0.375 / 2, 0.1875, 0.8125), 1e-14);
  });

  it('prints loss, bits and perplexity of a model, and counts what it does not know', async () => {
    const { status, out, err } = await run('eval', 'model.safetensors', 'long.txt');
    expect(status).equal(0);
    expect(out).match(/^loss +\d\.\d{4} nats per character +\(95 % interval/);
    expect(out).match(/bits per character +\d\.\d{4}\nperplexity +\d/);
    expect(err).contain('left out: 80 character(s)');
  });

  it('gives every character in --jsonl and --csv; their mean is the loss', async () => {
    const { loss, characters } = json(
      (await run('eval', 'model.safetensors', 'long.txt', '--json', '-')).out,
    );
    const lines = (await run('eval', 'model.safetensors', 'long.txt', '--jsonl')).out
      .trim()
      .split('\n')
      .map(json);
    expect(lines).lengthOf(characters);
    const mean = lines.reduce((sum, line) => sum - line['logprob']!, 0) / lines.length;
    expect(mean).closeTo(loss, 1e-12);
    expect(lines[0]).include({ position: 1, char: 'b' });
    const rows = (await run('eval', 'model.safetensors', 'long.txt', '--csv')).out.trim().split('\n');
    expect(rows[0]).equal('position,char,logprob,entropy,rank');
    expect(rows).lengthOf(lines.length + 1);
    expect(rows[1]!.startsWith(`1,"""b""",${lines[0]!['logprob']},`)).equal(true);
  });

  it('compares with n-grams, breaks errors down and measures novelty in one command', async () => {
    const figures = json(
      (
        await run(
          ...['eval', 'model.safetensors', 'long.txt', '--train', 'train.txt', '--baseline', 'ngram'],
          ...['--breakdown', '--novelty', 'test.txt', '--json', '-'],
        )
      ).out,
    );
    expect(figures).include.keys('loss', 'interval', 'baseline', 'best', 'breakdown', 'distances', 'novelty');
    expect(figures['novelty']).deep.include({ longestCopy: { text: 'ab', at: 0 } });
  });

  it('says what is missing, on one line', async () => {
    for (const args of [['model.safetensors'], ['--train', 'train.txt', 'test.txt']]) {
      const { status, err } = await run('eval', ...args);
      expect(status).equal(2);
      expect(err).match(/^char-rnn: [^\n]*\n$/);
    }
    const { status, err } = await run('eval', 'model.safetensors', 'test.txt', '--baseline', 'ngram');
    expect(status).equal(3);
    expect(err).contain('name it with --train FILE');
  });

  it('exports to every format', async () => {
    for (const format of ['onnx', 'npz', 'safetensors']) {
      expect((await run('export', 'model.safetensors', '--to', format, '-o', `out.${format}`)).status).equal(
        0,
      );
      expect(readFileSync(join(directory, `out.${format}`)).length).above(100);
    }
    expect((await run('eval', 'out.safetensors', 'test.txt')).status).equal(0);
    expect((await run('export', 'model.safetensors', '-o', 'torch')).status).equal(0);
    expect(readFileSync(join(directory, 'torch', 'train.py'), 'utf8')).contain('DistributedDataParallel');
    expect(json((await run('export', 'model.safetensors', '--to', 'json', '-o', '-')).out)).include.keys(
      'weights',
    );
  });
});
