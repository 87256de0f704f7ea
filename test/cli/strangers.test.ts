import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeNpz } from '../../src/formats/npz/npz.js';
import { hasTerminal, run, runOnTerminal, temporaryDirectory } from '../helpers/run-cli.js';

const PROSE = 'the quick brown fox jumps over the lazy dog while it rains.\n';
const tiny = ['--hidden', '8', '--layers', '1', '--seq', '10', '--batch', '4'];

describe('a first-time user of char-rnn', function () {
  const { path: cwd, remove } = temporaryDirectory();
  const at = (name: string) => join(cwd, name);
  const call = (...args: string[]) => run(args, { cwd });
  before(async () => {
    writeFileSync(at('text.txt'), PROSE.repeat(100));
    // Latin-1: é is the byte 0xe9, which no UTF-8 text holds by itself
    writeFileSync(at('bytes.txt'), Buffer.from('caf\u00e9 ol\u00e9\n'.repeat(100), 'latin1'));
    await call('train', 'text.txt', ...tiny, '--steps', '60', '--quiet');
    await call('train', 'bytes.txt', '--tokens', 'bytes', ...tiny, '--steps', '300', '--quiet');
  });
  after(remove);

  it('is told that a run is worse than uniform guessing', async () => {
    const { code, stderr } = await call(
      'train',
      'text.txt',
      ...tiny,
      '--lr',
      '5',
      '--steps',
      '60',
      '--out',
      'runs/bad',
    );
    expect(code).to.equal(0);
    expect(stderr).to.match(/validation .* worse than uniform guessing/);
    expect(stderr).to.match(/this network is worse than uniform guessing \(loss [\d.]+, ln V = 3\.\d+\)/);
    expect(stderr).not.to.include('best so far');
  });

  it('is not promised a validation part that the text is too short for', async () => {
    writeFileSync(at('hello.txt'), 'hello');
    const { stderr } = await call('train', 'hello.txt', ...tiny, '--steps', '2', '--out', 'runs/short');
    expect(stderr).to.include('split    100 % to train; too short for a validation and a test part');
  });

  it('sees counts of bytes where symbols are bytes, and the names of several corpora', async () => {
    const flags = ['--tokens', 'bytes', ...tiny, '--steps', '2', '--out', 'runs/both'];
    const { stderr } = await call('train', 'text.txt', 'bytes.txt', ...flags);
    expect(stderr).to.match(/corpus {3}text, bytes: [\d,]+ bytes, V = 256/);
    expect(stderr).to.include('per byte');
    expect(stderr).to.include('training loss, nats per byte').and.not.include('per character');
    expect(readFileSync(at('runs/both/loss.svg'), 'utf8')).to.include('nats per byte');
  });

  it('is told that one character is too few, which is not "empty"', async () => {
    writeFileSync(at('one.txt'), 'q');
    const { code, stderr } = await call('eval', 'runs/text', 'one.txt');
    expect(code).to.equal(3);
    expect(stderr).to.include('one.txt contains a single character');
  });

  it('learns which file cannot be decoded, and skips it with --exclude', async () => {
    mkdirSync(at('mixed'));
    writeFileSync(at('mixed/a.txt'), PROSE.repeat(20));
    // 64 KiB of text are taken for a text
    writeFileSync(at('mixed/b.bin'), Buffer.concat([Buffer.alloc(1 << 16, 'b'), Buffer.from([0xff])]));
    const flags = [...tiny, '--steps', '2', '--out', 'runs/mixed'];
    const wrong = await call('train', 'mixed', ...flags);
    expect(wrong.code).to.equal(3);
    expect(wrong.stderr).to.match(/b\.bin is not valid utf8: byte 65536 .*--exclude GLOB/);
    expect((await call('train', 'mixed', '--exclude', '*.bin', ...flags)).code).to.equal(0);
    expect((await call('train', '--resume', 'runs/mixed', '--steps', '3')).code).to.equal(0);
  });

  it('is told at --resume that the minutes of the whole run are used up', async () => {
    const spent = [
      '--preset',
      'char-rnn',
      '--minutes',
      '0.001',
      '--save-every',
      '1000000',
      '--out',
      'runs/spent',
      ...tiny,
    ];
    expect((await call('train', 'text.txt', ...spent)).code).to.equal(0);
    const { stderr } = await call('train', '--resume', 'runs/spent');
    expect(stderr).to.match(/has trained .* minutes; --minutes 0\.001 counts all its sessions/);
  });

  it('gets a sample that begins as after a newline, for every seed', async () => {
    for (const seed of ['1', '2', '3']) {
      const args = ['sample', 'runs/text', '-n', '20', '-s', seed];
      const alone = await call(...args);
      writeFileSync(at('newline.txt'), '\n');
      const primed = await call(...args, '--prime-file', 'newline.txt', '--hide-prime');
      expect(alone.stdout).to.have.length.above(19).and.to.equal(primed.stdout);
    }
  });

  it('continues a prime of bytes byte by byte, and finds every byte in --jsonl and eval --jsonl', async () => {
    writeFileSync(at('prime.bin'), Buffer.from('caf\u00e9 ol\u00e9\ncaf', 'latin1'));
    const args = ['--prime-file', 'prime.bin', '-t0', '-n', '30'];
    // 0xe9 after "caf", read from the raw output
    const raw = execFileSync(process.execPath, [program, 'sample', 'runs/bytes', ...args], { cwd });
    expect(raw.subarray(0, 12).toString('latin1')).to.equal('caf\u00e9 ol\u00e9\ncaf');
    expect(raw).to.have.length(42);
    const lines = (await call('sample', 'runs/bytes', ...args, '--jsonl')).stdout.trimEnd().split('\n');
    const names = lines.map((line) => (JSON.parse(line) as { char: string }).char);
    expect(names).to.deep.equal(
      Array.from(raw.subarray(12), (byte) =>
        byte < 0x80 ? String.fromCharCode(byte) : `0x${byte.toString(16)}`,
      ),
    );
    const words = (await call('eval', 'runs/bytes', 'prime.bin', '--baseline', 'ngram')).stdout;
    expect(words)
      .to.match(/nats per byte/)
      .and.match(/^bytes {15}\d/m)
      .and.not.include('character');
    const scored = (await call('eval', 'runs/bytes', 'prime.bin', '--jsonl')).stdout.split('\n');
    expect((JSON.parse(scored[2]!) as { char: string }).char).to.equal('0xe9');
  });

  it('is told that a text occurs in the training text', async () => {
    const { stdout } = await call('eval', 'runs/text', 'text.txt', '--baseline', 'ngram');
    expect(stdout).to.match(/^loss .*not a fair test: 100\.0 % seen in training/);
    expect(stdout).to.match(/n-grams.*not a fair test/);
    expect(stdout).to.include('no comparison: both have seen this text in training');
    writeFileSync(
      at('other.txt'),
      'go over the brown dog when the fox is in the quiet red box, he said to her.\n',
    );
    const other = await call('eval', 'runs/text', 'other.txt');
    expect(other.stdout)
      .to.match(/in training text {4}0\.0 %/)
      .and.not.match(/fair/);
  });

  it('samples from a directory made by export --to pytorch, and finds the vocabulary in an .npz', async () => {
    expect((await call('export', 'runs/text', '-o', 'torch')).code).to.equal(0);
    expect((await call('sample', 'torch', '-n', '5', '-s', '1')).code).to.equal(0);
    expect((await call('export', 'runs/text', '--to', 'npz', '-o', 'model.npz')).code).to.equal(0);
    const arrays = await decodeNpz(readFileSync(at('model.npz')));
    const symbols = String.fromCodePoint(...(arrays.get('vocabulary')!.data as Int32Array));
    expect(symbols).to.equal([...new Set(PROSE)].sort().join(''));
  });

  it('watches a cell of a run directory', () => {
    const example = fileURLToPath(new URL('../../examples/watch-a-cell.js', import.meta.url));
    const shown = execFileSync(process.execPath, [example, 'runs/text', '1', '3', 'the fox'], {
      cwd,
      encoding: 'utf8',
    });
    expect(shown).to.match(/^the fox\n[+.-]{7}\n$/);
  });

  for (const [what, args] of [
    ['eval', ['eval', 'runs/text', 'long.txt', '--json', 'out.json']],
    [
      'eval --baseline',
      ['eval', '--baseline', 'ngram', '--train', 'half.txt', 'half.txt', '--json', 'out.json'],
    ],
    ['sample with a long prime', ['sample', 'runs/text', '--prime-file', 'long.txt']],
    ['sample', ['sample', 'runs/text', '-n', '100000000']],
  ] as const) {
    it(`stops ${what} by Ctrl-C: exit 130, no stack, no partial file`, async function () {
      if (!hasTerminal()) return void (console.log('      skipped: needs script(1)'), this.skip());
      writeFileSync(at('long.txt'), PROSE.repeat(60_000));
      writeFileSync(at('half.txt'), PROSE.repeat(20_000));
      let sent = 0;
      const { code, stdout } = await runOnTerminal(args, {
        cwd,
        watch(child, written) {
          // a bar, or text, is the sign that it works
          if (sent === 0 && /━|─|left|[a-z]{3}/.test(written)) {
            sent = performance.now();
            child.stdin!.write('\u0003');
          }
        },
      });
      expect(code).to.equal(130);
      expect(sent).to.be.above(0);
      expect(stdout).not.to.match(/ at .*\.js:\d+/);
      expect(existsSync(at('out.json'))).to.equal(false);
      expect(readdirSync(cwd).filter((name) => name.includes('.tmp'))).to.deep.equal([]);
    });
  }
});

const program = fileURLToPath(new URL('../../../bin/char-rnn.js', import.meta.url));
