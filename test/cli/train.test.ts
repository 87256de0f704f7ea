import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseBackend, otherBackend } from '../../src/kernels/index.js';
import { run, temporaryDirectory } from '../helpers/run-cli.js';

describe('char-rnn train', function () {
  const { path: cwd, remove } = temporaryDirectory();
  const tiny = ['--hidden', '8', '--layers', '1', '--seq', '10', '--batch', '4'];
  let trained: Awaited<ReturnType<typeof run>>;
  before(async () => {
    writeFileSync(join(cwd, 'text.txt'), 'so much depends upon a red wheel barrow. '.repeat(40));
    trained = await run(['train', 'text.txt', ...tiny, '--steps', '150'], { cwd });
  });
  after(remove);

  it('writes a run directory that holds config, log, checkpoints and the newest one’s name', () => {
    const { code, stdout, stderr } = trained;
    expect(code, stderr).to.equal(0);
    expect(stdout).to.equal('');
    expect(stderr)
      .to.match(/corpus +text: 1,640 characters, V = 17/)
      .and.to.include('char-rnn sample runs/text');
    const files = readdirSync(join(cwd, 'runs/text'));
    expect(files).to.include.members(['config.json', 'log.csv', 'latest', 'best.safetensors']);
    expect(readFileSync(join(cwd, 'runs/text/latest'), 'utf8')).to.equal('step-00000150.safetensors\n');
    const log = readFileSync(join(cwd, 'runs/text/log.csv'), 'utf8');
    expect(log).to.match(
      /^step,epoch,split,loss,bits_per_character,grad_norm,lr,characters_per_second,seconds\n1,/,
    );
  });

  it('refuses a directory that holds a run, and leaves it as it was', async () => {
    const before = readFileSync(join(cwd, 'runs/text/log.csv'));
    const { code, stderr } = await run(['train', 'text.txt', ...tiny, '--steps', '1'], { cwd });
    expect(code).to.equal(2);
    expect(stderr).to.match(
      /^char-rnn: runs\/text already contains a run; continue it with --resume runs\/text.*\n$/,
    );
    expect(readFileSync(join(cwd, 'runs/text/log.csv')).equals(before)).to.equal(true);
  });

  it('prints events as JSON, one per line', async () => {
    const flags = ['--steps', '20', '--sample-every', '10', '--json', '--out', 'runs/json'];
    const { code, stdout } = await run(['train', 'text.txt', ...tiny, ...flags], { cwd });
    expect(code).to.equal(0);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events[0]).to.include({
      type: 'start',
      corpus: 'text',
      characters: 1640,
      vocabulary: 17,
      threads: 1,
    });
    expect(events[0]).to.include.keys('parameters', 'config', 'backend');
    expect(events[1]).to.include.keys('step', 'epoch', 'loss', 'gradNorm', 'lr', 'charactersPerSecond');
    expect(events.find(({ type }) => type === 'eval')).to.include.keys('split', 'loss', 'bitsPerCharacter');
    expect(events.find(({ type }) => type === 'save')).to.include.keys('step', 'path');
    expect(events.filter(({ type }) => type === 'sample').map(({ step }) => step)).to.deep.equal([10, 20]);
    expect(events.at(-1)).to.include({ type: 'done', step: 20, reason: 'steps' });
  });

  it('--steps 0 writes the untrained model and stops', async () => {
    const { code } = await run(
      ['train', 'text.txt', ...tiny, '--steps', '0', '--quiet', '--out', 'runs/zero'],
      { cwd },
    );
    expect(code).to.equal(0);
    expect(readdirSync(join(cwd, 'runs/zero'))).to.include('step-00000000.safetensors');
  });

  it('stopped and resumed, it writes the same bytes as an uninterrupted run', async () => {
    const steps = (n: string, out: string) => [
      'train',
      'text.txt',
      ...tiny,
      '--steps',
      n,
      '--out',
      out,
      '--quiet',
    ];
    await run(steps('60', 'runs/whole'), { cwd });
    await run(steps('25', 'runs/parts'), { cwd });
    const resumed = await run(['train', '--resume', 'runs/parts', '--steps', '60', '--quiet'], { cwd });
    expect(resumed.stderr).to.equal('');
    const weights = (out: string) => tensorBytes(join(cwd, out, 'step-00000060.safetensors'));
    expect(weights('runs/parts').equals(weights('runs/whole'))).to.equal(true);
    const losses = (out: string) => columns(join(cwd, out, 'log.csv'), [0, 2, 3]);
    expect(losses('runs/parts').filter((row) => row.includes('train'))).to.deep.equal(
      losses('runs/whole').filter((row) => row.includes('train')),
    );
  });

  it('--resume reports that another library multiplies now than the one in config.json', async () => {
    const out = join(cwd, 'runs/library');
    await run(['train', 'text.txt', ...tiny, '--steps', '3', '--quiet', '--out', out], { cwd });
    const forget = () =>
      readdirSync(out)
        .filter((name) => name.endsWith('.safetensors'))
        .forEach((name) => rmSync(join(out, name)));
    forget();
    const resume = () => run(['train', '--resume', out, '--steps', '3'], { cwd });
    expect((await resume()).stderr).to.not.include('to the bit');
    const config = JSON.parse(readFileSync(join(out, 'config.json'), 'utf8')) as {
      environment: { backend: string; library?: string };
    };
    config.environment.library = 'OpenBLAS 0.1, Abacus';
    writeFileSync(join(out, 'config.json'), JSON.stringify(config));
    forget();
    const { backend } = config.environment;
    expect((await resume()).stderr).to.match(
      new RegExp(
        `trained with ${backend} \\(OpenBLAS 0.1, Abacus\\) on .* now with .*, no longer to the bit`,
      ),
    );
  });

  it('--resume multiplies with the library of the run, whichever is faster now', async function () {
    const { kernels } = (await otherBackend(await chooseBackend())) ?? this.skip();
    const out = join(cwd, 'runs/same-library');
    const settings = ['--steps', '3', '--quiet', '--threads', '1', '--out', out];
    const env = { CHAR_RNN_BLAS: 'libblis.so.4' };
    await run(['train', 'text.txt', ...tiny, ...settings], { cwd, env });
    const { environment } = JSON.parse(readFileSync(join(out, 'config.json'), 'utf8')) as {
      environment: { library: string };
    };
    if (environment.library !== kernels.library) this.skip();
    const { stderr } = await run(['train', '--resume', out, '--steps', '5'], { cwd });
    expect(stderr).to.include(`(${kernels.library})`).and.not.include('to the bit');
  });

  it('--log - writes the rows of the log to stdout and no file', async () => {
    const { code, stdout } = await run(
      ['train', 'text.txt', '--out', 'runs/stdout', ...tiny, '--steps', '3', '--log', '-'],
      { cwd },
    );
    expect(code).to.equal(0);
    const rows = stdout.trimEnd().split('\n');
    expect(rows[0]).to.match(/^step,epoch,split,loss,/);
    expect(rows.slice(1, 4).map((row) => row.split(',')[0])).to.deep.equal(['1', '2', '3']);
    expect(existsSync(join(cwd, '-'))).to.equal(false);
    expect(existsSync(join(cwd, 'runs/stdout/log.csv'))).to.equal(false);
    const both = await run(['train', 'text.txt', '--out', 'runs/both', '--log', '-', '--json'], { cwd });
    expect({ code: both.code, stdout: both.stdout }).to.deep.equal({ code: 2, stdout: '' });
  });

  it('--keep log keeps the checkpoints of steps 0, 1, 2, 4, ... besides the newest, also after --resume', async () => {
    const log = ['--keep', 'log', '--save-every', '3', '--steps', '20', '--out', 'runs/log', '--quiet'];
    const first = await run(['train', 'text.txt', ...tiny, ...log], { cwd });
    expect(first.code, first.stderr).to.equal(0);
    const kept = () =>
      readdirSync(join(cwd, 'runs/log')).flatMap((name) => /^step-0*(\d+)\./.exec(name)?.[1] ?? []);
    const numbers = (names: string[]) => names.map(Number).sort((a, b) => a - b);
    expect(numbers(kept())).to.deep.equal([0, 1, 2, 4, 8, 16, 18, 20]);
    const more = await run(['train', '--resume', 'runs/log', '--steps', '34', '--quiet'], { cwd });
    expect(more.code, more.stderr).to.equal(0);
    expect(numbers(kept())).to.deep.equal([0, 1, 2, 4, 8, 16, 32, 33, 34]);
  });

  it('--resume refuses another text, and flags that would change the run', async () => {
    writeFileSync(join(cwd, 'other.txt'), 'beside the white chickens');
    const other = await run(['train', 'other.txt', '--resume', 'runs/text', '--steps', '200'], { cwd });
    expect(other.code).to.equal(3);
    expect(other.stderr).to.include('other.txt is not, or no longer, what runs/text was trained on');
    const wider = await run(['train', '--resume', 'runs/text', '--hidden', '9'], { cwd });
    expect(wider.code).to.equal(2);
    expect(wider.stderr).to.include('--hidden cannot be combined with --resume');
  });

  it('--resume --quiet still warns that the newest checkpoint is damaged and another one is taken', async () => {
    const saving = ['--steps', '3', '--save-every', '1', '--eval-every', '1', '--quiet', '--out', 'damaged'];
    expect((await run(['train', 'text.txt', ...tiny, ...saving], { cwd })).stderr).to.equal('');
    const newest = join(cwd, 'damaged/step-00000003.safetensors');
    const bytes = readFileSync(newest);
    bytes[bytes.length - 20]! ^= 1;
    writeFileSync(newest, bytes);
    const { code, stdout, stderr } = await run(['train', '--resume', 'damaged', '--steps', '4', '--quiet'], {
      cwd,
    });
    expect({ code, stdout }).to.deep.equal({ code: 0, stdout: '' });
    expect(stderr).to.match(
      /^skipped damaged\/step-00000003\.safetensors: .*damaged.*\ncontinuing from damaged\/.+\n$/,
    );
  });

  it('--init-from copies weights by symbol', async () => {
    writeFileSync(join(cwd, 'cousin.txt'), 'glazed with rain water! '.repeat(30));
    const flags = ['--init-from', 'runs/text', '--steps', '5', '--batch', '2', '--seq', '10'];
    const { code, stderr } = await run(['train', 'cousin.txt', ...flags], { cwd });
    expect(code, stderr).to.equal(0);
    expect(stderr).to.match(
      /initialized from runs\/text\/best.safetensors, which knows [0-9]+ of the [0-9]+ symbols/,
    );
  });

  it('saves at Ctrl-C and exits 130; a terminated one 143', async () => {
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const out = `runs/${signal}`;
      let sent = false;
      const ran = await run(['train', 'text.txt', ...tiny, '--json', '--epochs', '100000', '--out', out], {
        cwd,
        watch(child, written) {
          if (!sent && written.includes('"step"')) sent = child.kill(signal);
        },
      });
      expect(ran.code).to.equal(code);
      expect(ran.stdout).to.match(/"reason":"stopped"\}\n$/);
      expect(existsSync(join(cwd, out, 'latest'))).to.equal(true);
    }
  });

  it('stops and saves, without a message, when the reader of its events goes away', async () => {
    const ran = await run(
      ['train', 'text.txt', ...tiny, '--json', '--epochs', '100000', '--out', 'runs/pipe'],
      {
        cwd,
        watch: (child, written) => void (written.includes('"step"') && child.stdout!.destroy()),
      },
    );
    expect(ran).to.include({ code: 0, stderr: '' });
    expect(existsSync(join(cwd, 'runs/pipe/latest'))).to.equal(true);
  });

  it('does the same when the reader of its plain lines goes away', async () => {
    const flags = ['--epochs', '100000', '--eval-every', '50', '--out', 'runs/lines'];
    const ran = await run(['train', 'text.txt', ...tiny, ...flags], {
      cwd,
      watch: (child, written) => void (written.includes('best so far') && child.stderr!.destroy()),
    });
    expect(ran).to.include({ code: 0, stdout: '' });
    expect(existsSync(join(cwd, 'runs/lines/latest'))).to.equal(true);
  });

  it('reports in one line what is wrong with a text, and creates no run', async () => {
    writeFileSync(join(cwd, 'empty.txt'), '');
    writeFileSync(join(cwd, 'same.txt'), 'aaaaaaaa');
    writeFileSync(join(cwd, 'latin.txt'), Buffer.from([0x61, 0x62, 0xe9, 0x63]));
    const wrong: [string, RegExp][] = [
      ['empty.txt', /empty.txt is empty/],
      ['same.txt', /same.txt contains no character other than 'a'/],
      ['latin.txt', /latin.txt is not valid utf8: byte 2 is/],
      ['missing.txt', /missing.txt does not exist/],
    ];
    for (const [file, says] of wrong) {
      const { code, stderr } = await run(['train', file], { cwd });
      expect(code, file).to.equal(3);
      expect(stderr)
        .to.match(says)
        .and.to.match(/^char-rnn: [^\n]+\n$/);
    }
    for (const name of ['empty', 'same', 'latin', 'missing']) {
      expect(existsSync(join(cwd, 'runs', name)), name).to.equal(false);
    }
  });
});

/** What stands after the header of a safetensors file. */
function tensorBytes(file: string): Buffer {
  const bytes = readFileSync(file);
  return bytes.subarray(8 + Number(bytes.readBigUInt64LE(0)));
}

function columns(file: string, wanted: readonly number[]): string[][] {
  const rows = readFileSync(file, 'utf8').trimEnd().split('\n');
  return rows.map((row) => wanted.map((column) => row.split(',')[column]!));
}
