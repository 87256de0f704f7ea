import { expect } from 'chai';
import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeNpz } from '../../src/formats/npz/npy.js';
import { clipArrays } from '../helpers/clip-snapshots.js';
import { run as runCli, temporaryDirectory } from '../helpers/run-cli.js';

const text = 'the quick brown fox jumps over the caffe; '.repeat(60);
const small = [
  '--hidden',
  '4',
  '--layers',
  '1',
  '--batch',
  '3',
  '--seq',
  '8',
  '--backend',
  'js',
  '--threads',
  '1',
];
const split = ['--val', '.2', '--test', '.3', '--steps', '6', '--quiet'];

interface Comparison {
  readonly runs: readonly { run: string; state: string; test_loss: number; validation_loss: number }[];
  readonly seeds: readonly { runs: string[] }[];
  readonly differences: Readonly<Record<string, { mean: number }>>;
  readonly incomparable: Readonly<Record<string, string>>;
}

describe('runs that are compared', function () {
  const { path: cwd, remove } = temporaryDirectory();
  after(remove);
  const run = (...args: string[]) => runCli(args, { cwd });
  async function succeed(...args: string[]) {
    const ran = await run(...args);
    expect(ran.code, ran.stderr).equal(0);
    return ran;
  }
  const train = (out: string, ...args: string[]) =>
    succeed('train', 'text.txt', ...small, ...split, '--out', out, ...args);
  async function compare(...args: string[]): Promise<Comparison & { stderr: string }> {
    const { stdout, stderr } = await succeed('compare', ...args, '--json', '-');
    return { ...(JSON.parse(stdout) as Comparison), stderr };
  }
  const lossOf = ({ runs }: Comparison, name: string) => runs.find(({ run }) => run === name)!.test_loss;

  before(async () => {
    writeFileSync(join(cwd, 'text.txt'), text);
    writeFileSync(join(cwd, 'clips.npz'), encodeNpz(clipArrays('frames', 60)));
    await train('base');
    await train('seed', '--seed', '2');
  });

  for (const [field, args] of [
    ['tokens', ['--tokens', 'bytes']],
    ['minCount', ['--min-count', '100']],
    ['encoding', ['--encoding', 'windows-1252']],
  ] as const) {
    it(`of which one read the text otherwise (${field}) have no difference, no common ranking and no spread`, async () => {
      await train(field, ...args);
      const compared = await compare('base', field, '--against', 'base');
      expect(compared.differences).deep.equal({});
      expect(compared.incomparable[field]).match(new RegExp(`^${field} `));
      expect(compared.seeds).deep.equal([]);
      expect(compared.stderr).match(new RegExp(`losses are not one ranking: they differ in ${field}\\n`));
      expect(compared.stderr).match(new RegExp(`${field}: no difference to base: ${field} `));
    });
  }

  it('are seeds of one run only where nothing but the seed differs', async () => {
    await train('transferred', '--init-from', 'base');
    await train('copied', '--seed', '2');
    await train('saving', '--seed', '3', '--save-every', '2', '--keep', 'log');
    const { seeds, stderr } = await compare('base', 'seed', 'transferred', 'copied', 'saving');
    expect(seeds).length(1);
    expect(seeds[0]!.runs).members(['base', 'seed', 'saving']);
    expect(stderr).match(/copied: the seed of seed again, counted once/);
  });

  it('are seeds of one run only where none was resumed with other settings', async () => {
    await train('resumed', '--seed', '4');
    await succeed('train', '--resume', 'resumed', '--steps', '9', '--lr', '.5', '--quiet');
    await train('longer', '--steps', '9', '--seed', '5');
    await train('extended', '--seed', '6');
    await succeed('train', '--resume', 'extended', '--steps', '9', '--quiet');
    const { seeds, stderr } = await compare('resumed', 'longer', 'extended');
    expect(seeds).length(1);
    expect(seeds[0]!.runs).members(['longer', 'extended']);
    expect(stderr).match(/resumed: resumed with lr 0\.5, not /);
  });

  it('are compared on the rows’ own tails with --split streams', async () => {
    const flags = ['--split', 'streams', '--steps', '30'];
    await train('streams', ...flags);
    await train('streams-large', ...flags, '--hidden', '9', '--lr', '.03');
    const compared = await compare('streams', 'streams-large', '--against', 'streams');
    const expected = lossOf(compared, 'streams-large') - lossOf(compared, 'streams');
    expect(Math.abs(expected)).greaterThan(0.1);
    expect(compared.differences['streams-large']!.mean).closeTo(expected, 1e-4);
    await train('contiguous', '--steps', '30');
    await train('other-rows', ...flags, '--batch', '2');
    const refused = await compare('contiguous', 'other-rows', '--against', 'streams');
    expect(refused.differences).deep.equal({});
    expect(refused.incomparable).have.keys('contiguous', 'other-rows');
  });

  it('are compared line by line with --lines, each from its beginning', async () => {
    const names = Array.from({ length: 800 }, (_, i) => 'abcdefgh'.slice(i % 5, 5 + (i % 3)));
    writeFileSync(join(cwd, 'names.txt'), `${names.join('\n')}\n`);
    const lines = ['train', 'names.txt', '--lines', ...small, ...split];
    const flags = lines.filter((word, i) => word !== '--seq' && lines[i - 1] !== '--seq');
    await succeed(...flags, '--out', 'lines');
    await succeed(...flags, '--hidden', '9', '--lr', '.1', '--out', 'lines-large');
    await succeed(...flags, '--seed', '2', '--out', 'lines-seed');
    const compared = await compare('lines', 'lines-large', 'lines-seed', '--against', 'lines');
    const expected = lossOf(compared, 'lines-large') - lossOf(compared, 'lines');
    expect(Math.abs(expected)).greaterThan(0.02);
    expect(compared.differences).keys('lines-large');
    expect(compared.differences['lines-large']!.mean).closeTo(expected, 1e-4);
    expect(compared.seeds.map(({ runs }) => runs)).deep.equal([['lines', 'lines-seed']]);
  });

  it('are refused when the text has changed since', async () => {
    writeFileSync(join(cwd, 'text.txt'), text.replaceAll('fox', 'cow'));
    const ran = await run('compare', 'base', 'seed', '--against', 'base');
    expect(ran).deep.include({ code: 3, stdout: '' });
    expect(ran.stderr).match(/text\.txt is not, or no longer, what base was trained on/);
    writeFileSync(join(cwd, 'text.txt'), text);
    expect((await compare('base', 'seed', '--against', 'base')).differences).have.keys('seed');
  });

  it('of clips have no paired difference; clips are not read as text', async () => {
    const clips = [
      'train',
      'clips.npz',
      '--network',
      'frames',
      '--hidden',
      '4',
      '--steps',
      '3',
      '--test',
      '.3',
      '--quiet',
    ];
    await succeed(...clips, '--out', 'clips-a');
    await succeed(...clips, '--out', 'clips-b', '--lr', '.01');
    const { code, stderr } = await run('compare', 'clips-a', 'clips-b', '--against', 'clips-a');
    expect(code).equal(2);
    expect(stderr).match(/--against.*clips-a.*a run on a text or a table/);
    const mixed = await compare('clips-b', '--against', 'base');
    expect(mixed.differences).deep.equal({});
    expect(mixed.incomparable['clips-b']).match(/^material "images"/);
  });

  it('of which one read standard input are not compared by reading it again', async () => {
    const args = ['train', '-', ...small, ...split, '--out', 'piped'];
    expect((await runCli(args, { cwd, stdin: text })).code).equal(0);
    const { code, stderr } = await run('compare', 'base', 'piped', '--against', 'piped');
    expect(code, stderr).equal(2);
    expect(stderr).match(/standard input/);
    const { incomparable } = await compare('base', 'piped', '--against', 'base');
    expect(incomparable['piped']).match(/standard input/);
  });

  it('are finished when a limit ended them, whatever limit was theirs before', async () => {
    const stateOf = async (name: string) => (await compare(name)).runs[0]!.state;
    await train('minutes', '--minutes', '0.002', '--steps', '100000');
    expect(JSON.parse(readFileSync(join(cwd, 'minutes/config.json'), 'utf8')).ended.reason).equal('minutes');
    // the last step that was logged lies below the limit
    const log = join(cwd, 'minutes/log.csv');
    writeFileSync(log, readFileSync(log, 'utf8').replace(/,[^,\n]+$/gm, ',0.01'));
    expect(await stateOf('minutes')).equal('finished');
    await succeed(
      'train',
      'text.txt',
      ...small,
      '--epochs',
      '2',
      '--out',
      'epochs',
      '--quiet',
      '--test',
      '.2',
    );
    await succeed('train', '--resume', 'epochs', '--epochs', '1', '--quiet');
    expect(await stateOf('epochs')).equal('finished');
    await train('logged', '--log', 'logged.csv');
    expect(await stateOf('logged')).equal('finished');
  });

  it('are stopped when they were resumed and killed after their end', async () => {
    await train('went-on');
    const { ended } = JSON.parse(readFileSync(join(cwd, 'went-on/config.json'), 'utf8')) as { ended: object };
    expect(ended).deep.equal({ reason: 'steps', step: 6 });
    await succeed('train', '--resume', 'went-on', '--steps', '9', '--quiet');
    const config = JSON.parse(readFileSync(join(cwd, 'went-on/config.json'), 'utf8'));
    writeFileSync(join(cwd, 'went-on/config.json'), JSON.stringify({ ...config, ended }));
    expect((await compare('went-on')).runs[0]!.state).equal('stopped');
  });

  describe('and swept', () => {
    const grid = ['text.txt', ...small, '--val', '.2', '--test', '.3', '--seed', '1,2'];
    const sweep = (...args: string[]) => run('sweep', ...grid, '--out', 'grid', ...args);
    before(() => {
      for (const [seed, out] of [
        ['1', 'base'],
        ['2', 'seed'],
      ] as const)
        // prettier-ignore
        cpSync(join(cwd, out), join(cwd, `grid/seed-${seed}`), { recursive: true });
    });

    it('are finished with the same settings', async () => {
      const { stdout, stderr } = await sweep('--steps', '6');
      expect(stderr).match(/all 2 are finished/);
      expect(stdout).equal('');
    });

    for (const [field, args] of [
      ['tokens "chars", not "bytes"', ['--tokens', 'bytes']],
      ['minCount 1, not 100', ['--min-count', '100']],
      ['encoding "utf8", not "windows-1252"', ['--encoding', 'windows-1252']],
      ['other initial weights', ['--init-from', 'seed']],
      ['split.validation 0.2, not 0.1', ['--val', '.1']],
      ['evalEvery', ['--eval-every', '3']],
      ['steps 6, not 5', ['--steps', '5']],
    ] as const) {
      it(`are another run where it differs in: ${field}`, async () => {
        const { code, stdout, stderr } = await sweep('--steps', '6', ...args);
        expect(code, stderr).equal(2);
        expect(stdout).equal('');
        expect(stderr).include(`(${field}`);
      });
    }

    it('go on where a limit is raised, and not where the schedule depends on it', async () => {
      const { stdout } = await sweep('--steps', '9');
      expect(stdout.match(/--resume/g)).length(2);
      await train('cosine', '--schedule', 'cosine');
      const args = [
        'text.txt',
        ...small,
        '--val',
        '.2',
        '--test',
        '.3',
        '--schedule',
        'cosine',
        '--out',
        'cosine',
      ];
      const { code, stderr } = await run('sweep', ...args, '--steps', '9');
      expect(code).equal(2);
      expect(stderr).include('(steps 6, not 9)');
      expect((await run('sweep', ...args, '--steps', '6')).stderr).match(/all 1 are finished/);
    });

    it('are another run where the initial weights have changed, and the same where they have not', async () => {
      copyFileSync(join(cwd, 'seed/best.safetensors'), join(cwd, 'model.safetensors'));
      const args = [
        'text.txt',
        ...small,
        '--val',
        '.2',
        '--test',
        '.3',
        '--steps',
        '6',
        '--init-from',
        'model.safetensors',
      ];
      await succeed('train', ...args, '--out', 'from-model', '--quiet');
      const again = () => run('sweep', ...args, '--out', 'from-model');
      expect((await again()).stderr).match(/all 1 are finished/);
      copyFileSync(join(cwd, 'base/best.safetensors'), join(cwd, 'model.safetensors'));
      expect((await again()).stderr).include('(other initial weights)');
      rmSync(join(cwd, 'from-model'), { recursive: true });
      const sized = await run('sweep', ...args, '--hidden', '5', '--out', 'from-model');
      expect(sized.code).equal(4);
      expect(sized.stderr).match(/has --hidden 4, not 5/);
    });

    it('with a changed learning rate at their resume are another run', async () => {
      const { code, stderr } = await run('sweep', 'text.txt', ...small, '--val', '.2', '--test', '.3', '--steps', '9', '--seed', '4', '--out', 'resumed'); // prettier-ignore
      expect(code).equal(2);
      expect(stderr).include('(lr 0.5, not ');
    });

    it('on tables are known by their table, task and columns', async () => {
      const rows = Array.from({ length: 60 }, (_, i) => `${'ab'.repeat(1 + (i % 3))},l${i % 3},m${i % 2}\n`);
      writeFileSync(join(cwd, 'table.csv'), `name,label,other\n${rows.join('')}`);
      const args = [
        'table.csv',
        '--task',
        'classify',
        '--hidden',
        '3',
        '--layers',
        '1',
        '--steps',
        '3',
        '--backend',
        'js',
      ];
      await succeed('train', ...args, '--out', 'rows', '--quiet');
      const finished = await run('sweep', ...args, '--out', 'rows');
      expect(finished.stderr).match(/all 1 are finished/);
      for (const other of [
        ['--to', 'other'],
        ['--max-length', '100'],
      ]) {
        const { code, stderr } = await run('sweep', ...args, ...other, '--out', 'rows');
        expect(code, stderr).equal(2);
      }
    });
  });
});
