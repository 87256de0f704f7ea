import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, temporaryDirectory } from '../helpers/run-cli.js';

const TEXT = 'the quick brown fox jumps over the lazy dog\n'.repeat(20);
const tiny = '--hidden 4 --layers 1 --seq 10 --batch 2 --steps 2'.split(' ');

describe('char-rnn, given unreadable inputs or unavailable resources', function () {
  const directory = temporaryDirectory();
  const { path: cwd } = directory;
  const at = (name: string) => join(cwd, name);
  const call = (...args: string[]) => run(args, { cwd });
  before(async () => {
    writeFileSync(at('text.txt'), TEXT);
    expect((await call('train', 'text.txt', ...tiny, '--out', 'model')).code).to.equal(0);
  });
  after(directory.remove);

  describe('a directory of texts and other things', () => {
    before(() => {
      mkdirSync(at('mixed'));
      writeFileSync(at('mixed/a.txt'), TEXT);
      writeFileSync(at('mixed/b.bin'), Buffer.from([0, 0xff]));
      writeFileSync(at('mixed/c.txt'), Buffer.from('caf\u00e9', 'latin1'));
      symlinkSync('nowhere', at('mixed/d.txt'));
      writeFileSync(Buffer.from(`${at('mixed/e')}\xff.txt`, 'latin1'), TEXT);
      mkdirSync(at('none'));
      writeFileSync(at('none/b.bin'), 'a\0b');
    });
    const skipped = [
      'skipped mixed/b.bin: binary',
      'skipped mixed/c.txt: not valid utf8',
      'skipped mixed/d.txt: broken link',
      'skipped mixed/e\ufffd.txt: its name is not UTF-8',
    ];

    it('is trained on; files that are not text are listed at the end, without an error', async () => {
      const { code, stderr } = await call('train', 'mixed', ...tiny, '--out', 'mixed-run');
      expect(code).to.equal(0);
      expect(stderr.split('\n').filter((line) => line.startsWith('skipped'))).to.deep.equal(skipped);
      expect(stderr.indexOf('skipped')).to.be.greaterThan(stderr.indexOf('epoch'));
    });

    it('is the same corpus when the run is resumed', async () => {
      const { code, stderr } = await call('train', '--resume', 'mixed-run', '--steps', '3');
      expect({ code, stderr }).to.deep.include({ code: 0 });
    });

    it('is evaluated on', async () => {
      const { code, stderr } = await call('eval', 'model', 'mixed');
      expect(code).to.equal(0);
      expect(stderr).to.include(skipped.join('\n'));
    });

    it('is refused without any text in it', async () => {
      const { code, stderr } = await call('train', 'none', ...tiny, '--out', 'none-run');
      expect(code).to.equal(3);
      expect(stderr).to.match(/^char-rnn: no file in none can be read as text \(none\/b\.bin: binary\).*\n$/);
      expect(existsSync(at('none-run'))).to.equal(false);
    });

    it('with bytes, is read unchanged', async () => {
      const { code, stderr } = await call(
        ...['train', 'mixed', '--tokens', 'bytes', ...tiny, '--out', 'bytes-run'],
      );
      expect(code).to.equal(0);
      expect(stderr).not.to.match(/skipped .*(binary|utf8)/);
    });

    it('a file that was named is refused', async () => {
      for (const file of ['mixed/b.bin', 'mixed/c.txt', 'mixed/d.txt']) {
        const { code } = await call('train', file, ...tiny, '--out', 'one-run');
        expect(code, file).to.equal(3);
      }
    });
  });

  it('stops reading a device that has no end', async function () {
    if (!existsSync('/dev/zero')) this.skip();
    for (const args of [
      ['train', '/dev/zero', '--out', 'zero'],
      ['eval', 'model', '/dev/zero'],
      ['sample', 'model', '--primes', '/dev/zero'],
    ]) {
      const { code, stderr } = await call(...args);
      expect(code, args.join(' ')).to.equal(3);
      expect(stderr).to.match(/^char-rnn: \/dev\/zero (is a device that returns|has) more than [\d,]+ /);
    }
    expect(existsSync(at('zero'))).to.equal(false);
    const [node, program] = [process.execPath, join(import.meta.dirname, '../../../bin/char-rnn.js')];
    const script = `"$0" "$1" train - --out zero < /dev/zero`;
    expect(() => execFileSync('sh', ['-c', script, node, program], { cwd, stdio: 'pipe' })).to.throw(
      /standard input is a device that returns more than/,
    );
  });

  it('names a working directory that no longer exists', function () {
    if (process.platform === 'win32') this.skip();
    const program = join(import.meta.dirname, '../../../bin/char-rnn.js');
    const script = 'mkdir gone && cd gone && rmdir ../gone && "$0" "$1" train text.txt';
    expect(() =>
      execFileSync('sh', ['-c', script, process.execPath, program], { cwd, stdio: 'pipe' }),
    ).to.throw(/char-rnn: the working directory no longer exists; change to another one\n/);
  });

  it('--backend blas without a library is a usage error, for every command; auto is not', async () => {
    const env = { CHAR_RNN_BLAS: 'none' };
    for (const args of [
      ['train', 'text.txt', '--out', 'blas'],
      ['train', '--resume', 'model', '--steps', '4'],
      ['sample', 'model', '-n', '3'],
      ['inspect', 'model', 'text.txt'],
      ['eval', 'model', 'text.txt'],
    ]) {
      const { code, stderr } = await run([...args, '--backend', 'blas'], { cwd, env });
      expect(code, args.join(' ')).to.equal(2);
      expect(stderr).to.match(/--backend blas is not available here: CHAR_RNN_BLAS is none.*--backend auto/);
    }
    expect(existsSync(at('blas'))).to.equal(false);
    expect((await run(['sample', 'model', '-n', '3'], { cwd, env })).code).to.equal(0);
  });

  it('a network that needs too much memory is a usage error, and leaves no directory', async () => {
    const { code, stderr } = await call('train', 'text.txt', '--hidden', '16384', '--out', 'huge');
    expect(code).to.equal(2);
    expect(stderr).to.match(/needs [\d,.]+ .*lower --hidden/);
    expect(existsSync(at('huge'))).to.equal(false);
  });

  it('control characters in the name of a corpus leave loss.svg a well-formed document', async () => {
    const name = 'a\u0001\u001b[31m&<\u0085\ufffe.txt';
    writeFileSync(at(name), TEXT);
    expect((await call('train', name, ...tiny, '--out', 'svg')).code).to.equal(0);
    const svg = readFileSync(at('svg/loss.svg'), 'utf8');
    expect(svg).to.include('&amp;&lt;');
    // eslint-disable-next-line no-control-regex
    expect(svg).not.to.match(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]/);
  });

  it('a run leaves no other file beside its directory', () => {
    const left = readdirSync(cwd, { recursive: true }).filter((name) => String(name).includes('.tmp'));
    expect(left).to.deep.equal([]);
  });
});
