import { expect } from 'chai';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run as runCli, temporaryDirectory } from '../helpers/run-cli.js';

describe('train --counts, and what then uses the counts', function () {
  const { path: cwd, remove } = temporaryDirectory();
  const tiny = ['--hidden', '6', '--layers', '1', '--seq', '10', '--batch', '4', '--threads', '1'];
  const run = (...args: string[]) => runCli(args, { cwd });
  const json = (text: string) => JSON.parse(text) as Record<string, number>;
  const lines = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
  const text = Array.from({ length: 700 }, (_, i) => lines[(i * i + (i >> 2)) % lines.length]).join(' ');

  before(async () => {
    writeFileSync(join(cwd, 'text.txt'), text);
    writeFileSync(join(cwd, 'test.txt'), text.slice(-500));
    const trained = await run(
      ...['train', 'text.txt', ...tiny, '--steps', '5', '--val', '.2', '--counts', '--json', '--out', 'run'],
    );
    expect(trained.code, trained.stderr).equal(0);
    const events = trained.stdout.trimEnd().split('\n').map(json);
    const counted = events.at(-2)!;
    expect(counted).include({ type: 'counts', step: 5, path: join('run', 'counts.safetensors') });
    expect(counted).include.keys('order', 'characters');
    // five steps teach a network nothing; counts know the words
    expect(counted['network']).above(2);
    expect(counted['counts']).below(1.5);
    expect(counted['loss']).below(counted['counts']! + 0.02);
  });
  after(remove);

  it('eval gives the loss of both together, of the network and of the counts', async () => {
    const { code, stdout, stderr } = await run('eval', 'run', 'test.txt', '--json', '-');
    expect(code).equal(0);
    const both = json(stdout);
    expect(stderr).match(
      new RegExp(
        `^loss +${both['loss']!.toFixed(4)} nats per character.*\\n` +
          `  network alone +${both['network']!.toFixed(4)}\\n  counts alone +${both['counts']!.toFixed(4)} +\\(`,
      ),
    );
    expect(both['loss']).below(both['network']!);
    expect(both['weight']).within(0, 1);
    const alone = json((await run('eval', 'run', 'test.txt', '--json', '-', '--no-counts')).stdout);
    expect(alone['loss']).closeTo(both['network']!, 1e-9);
    expect(alone).not.include.keys('network', 'counts', 'weight');
  });

  it('eval scores every character as the mixture does', async () => {
    const { loss } = json((await run('eval', 'run', 'test.txt', '--json', '-')).stdout);
    const scores = (await run('eval', 'run', 'test.txt', '--jsonl')).stdout.trimEnd().split('\n').map(json);
    const mean = scores.reduce((sum, score) => sum - score['logprob']!, 0) / scores.length;
    expect(mean).closeTo(loss!, 1e-9);
  });

  it('sample writes words that the network alone does not know', async () => {
    const words = async (...flags: string[]) => {
      const { stdout } = await run('sample', 'run', '-n', '400', '-s', '1', '--prime', 'one ', ...flags);
      const written = stdout.split(' ').slice(1, -1);
      return written.filter((word) => lines.includes(word)).length / written.length;
    };
    expect(await words()).above(0.6);
    expect(await words('--no-counts')).below(0.3);
  });

  it('sample draws several texts, beams and replies from the mixture too', async () => {
    const known = (written: string) => written.split(/\s+/).filter((word) => lines.includes(word)).length;
    const several = await run('sample', 'run', '-n', '60', '-s', '1', '--count', '3', '--prime', 'one ');
    expect(known(several.stdout)).above(12);
    const [first] = several.stdout.split('\n');
    const alone = await run('sample', 'run', '-n', '60', '-s', '1', '--prime', 'one ');
    expect(alone.stdout).equal(first);
    const beam = await run('sample', 'run', '-n', '20', '--beam', '4', '--prime', 'one ');
    expect(known(beam.stdout)).above(2);
    const replies = await runCli(['sample', 'run', '-i', '-n', '60', '-s', '1'], { cwd, stdin: 'one two\n' });
    expect(known(replies.stdout)).above(4);
  });

  it('says that counts are missing or damaged, and uses the network alone', async () => {
    const file = join(cwd, 'broken', 'counts.safetensors');
    const alone = await run('sample', 'run', '-n', '40', '-s', '1', '--no-counts');
    async function expectAlone(problem: RegExp): Promise<void> {
      const { code, stdout, stderr } = await run('sample', 'broken', '-n', '40', '-s', '1');
      expect(code, stderr).equal(0);
      expect(stderr)
        .match(problem)
        .and.match(/^[^\n]*\n$/);
      expect(stdout).equal(alone.stdout);
    }
    cpSync(join(cwd, 'run'), join(cwd, 'broken'), { recursive: true });
    truncateSync(file, 3000);
    await expectAlone(/^without counts: broken\/counts\.safetensors: .*use --no-counts|copy it again/);
    writeFileSync(file, 'not this');
    await expectAlone(/^without counts: broken\/counts\.safetensors is not a safetensors file/);
    copyFileSync(join(cwd, 'run', 'best.safetensors'), file);
    await expectAlone(/^without counts: broken\/counts\.safetensors is not a file of char-rnn counts; /);
    const bytes = readFileSync(join(cwd, 'run', 'counts.safetensors'));
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(file, bytes);
    await expectAlone(/^without counts: broken\/counts\.safetensors is damaged: /);
    rmSync(file);
    mkdirSync(file);
    await expectAlone(/^without counts: broken\/counts\.safetensors is not a regular file; /);
    rmSync(file, { recursive: true });
    await expectAlone(/^without counts: broken\/counts\.safetensors does not exist: counts are written when/);
    const { stderr } = await run('eval', 'broken', 'test.txt', '--json', '-', '--no-counts');
    expect(stderr).not.include('counts');
  });

  it('does not take the counts of another text', async () => {
    writeFileSync(join(cwd, 'other.txt'), `${text} one`);
    const other = [
      'other.txt',
      ...tiny,
      '--steps',
      '1',
      '--val',
      '.2',
      '--counts',
      '--quiet',
      '--out',
      'other',
    ];
    expect((await run('train', ...other)).code).equal(0);
    copyFileSync(join(cwd, 'run', 'counts.safetensors'), join(cwd, 'other', 'counts.safetensors'));
    const { stderr } = await run('eval', 'other', 'test.txt');
    expect(stderr).match(
      /^without counts: .* contains the counts of a text that the model was not trained on/,
    );
  });

  it('a resumed run counts at its end, whether it did before or not', async () => {
    const plain = ['text.txt', ...tiny, '--steps', '2', '--val', '.2', '--quiet', '--out', 'later'];
    expect((await run('train', ...plain)).code).equal(0);
    expect((await run('eval', 'later', 'test.txt')).stderr).equal('');
    const resumed = await run('train', '--resume', 'later', '--steps', '5', '--counts');
    expect(resumed.code).equal(0);
    expect(resumed.stderr).match(
      /counts of up to 5 characters of context: \d\.\d{4} nats, the network \d\.\d{4}/,
    );
    expect(resumed.stderr).match(/both together \d\.\d{4} nats \(\d\.\d{3} bits\) per character/);
    // the same network and counts as of a run that was not interrupted
    const counts = (run: string) => readFileSync(join(cwd, run, 'counts.safetensors'));
    expect(counts('later').equals(counts('run'))).equal(true);
  });

  it('is refused where there is nothing to count, or nothing to weigh the counts on', async () => {
    writeFileSync(join(cwd, 'table.csv'), 'a,b\nx,1\ny,2\n');
    const refusals: [string[], string][] = [
      [['table.csv', '--task', 'classify', '--counts'], '--counts applies to texts'],
      [['text.txt', '--counts', '--split', 'streams'], '--counts cannot be combined with --split streams'],
      [['text.txt', '--counts', '--val', '0'], '--counts cannot be combined with --val 0'],
    ];
    for (const [args, message] of refusals) {
      const { code, stderr } = await run('train', ...args, '--out', 'refused');
      expect(code).equal(2);
      expect(stderr).include(message);
    }
  });

  it('a text too short for a validation part is trained without counts', async () => {
    writeFileSync(join(cwd, 'short.txt'), 'abcabcabcab');
    const { code, stderr } = await run(
      ...['train', 'short.txt', ...tiny, '--steps', '1', '--counts', '--out', 'short'],
    );
    expect(code, stderr).equal(0);
    expect(stderr).include('no counts: the text is too short for a validation part');
  });
});
