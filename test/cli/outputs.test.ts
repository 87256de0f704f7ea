import { expect } from 'chai';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../src/cli/commands.js';
import { INPUTS, OUTPUTS } from '../../src/app/outputs.js';
import { run as runCli, runProgram, temporaryDirectory } from '../helpers/run-cli.js';

const shape = ['--hidden', '4', '--layers', '1', '--seq', '8', '--batch', '2', '--backend', 'js'];

describe('files that commands write', function () {
  const { path: cwd, remove } = temporaryDirectory();
  after(remove);
  const run = (...args: string[]) => runCli(args, { cwd });
  const train = (out: string, ...args: string[]) =>
    run('train', 'text.txt', ...shape, '--threads', '1', '--steps', '3', '--out', out, '--quiet', ...args);
  const contentOf = (name: string) => readFileSync(join(cwd, name), 'latin1');
  before(async () => {
    writeFileSync(join(cwd, 'text.txt'), 'abba baab, '.repeat(60));
    for (const out of ['a', 'b']) expect((await train(out)).code).equal(0);
    symlinkSync('a/best.safetensors', join(cwd, 'link'));
    linkSync(join(cwd, 'a/best.safetensors'), join(cwd, 'other-name'));
    symlinkSync('a', join(cwd, 'linked-run'));
  });

  it('are known by their flags, and so are those that commands read', () => {
    const known = new Set<string>([...OUTPUTS, ...INPUTS]);
    const named = commands.flatMap(({ spec }) =>
      Object.entries(spec.flags).flatMap(([key, { parser }]) =>
        /FILE|MODEL|SAMPLE/.test(parser.placeholder) ? [key] : [],
      ),
    );
    expect(named.filter((key) => !known.has(key))).deep.equal([]);
    expect(named).to.include.members([...known]);
  });

  it('are refused where a flag names them to be read', async () => {
    writeFileSync(join(cwd, 'pairs.csv'), 'context,right,wrong\nab,b,a\n');
    for (const args of [
      ['inspect', 'a', '--pairs', 'pairs.csv', '--csv', 'pairs.csv'],
      ['inspect', 'a', 'b', '--match', '--text', 'text.txt', '--json', 'text.txt'],
      ['sample', 'a', '--primes', 'text.txt', '--output', 'text.txt'],
      ['train', 'text.txt', ...shape, '--val', 'pairs.csv', '--log', 'pairs.csv', '--out', 'never'],
    ]) {
      const before = contentOf('text.txt') + contentOf('pairs.csv');
      const { code, stderr } = await run(...args);
      expect(code, args.join(' ')).equal(2);
      expect(stderr, args.join(' ')).match(/would overwrite .*, which is read/);
      expect(contentOf('text.txt') + contentOf('pairs.csv')).equal(before);
    }
  });

  for (const [name, file] of [
    ['config.json', 'a/config.json'],
    ['the log', 'a/log.csv'],
    ['the best model', 'a/best.safetensors'],
    ['a link to the best model', 'link'],
    ['another name of the best model', 'other-name'],
    ['a file below a link to the run', 'linked-run/latest'],
    ['a checkpoint that is still to come', 'a/step-00000009.safetensors'],
  ] as const) {
    it(`train --log is refused where it is ${name} of another run, which stays as it was`, async () => {
      const before = readdirSync(join(cwd, 'a')).map((name) => contentOf(`a/${name}`));
      const { code, stderr } = await train('new', '--log', file);
      expect(code, stderr).equal(2);
      expect(stderr).match(/^char-rnn: .*(the run in|already exists).*\n$/);
      expect(existsSync(join(cwd, 'new'))).equal(false);
      const resumed = await run('train', '--resume', 'b', '--steps', '4', '--log', file, '--quiet');
      expect(resumed.code, resumed.stderr).equal(2);
      expect(readdirSync(join(cwd, 'a')).map((name) => contentOf(`a/${name}`))).deep.equal(before);
    });
  }

  it('train --log is refused where it is a file of its own run, except log.csv', async () => {
    for (const name of ['config.json', 'latest', 'best.safetensors', 'step-00000003.safetensors']) {
      const { code, stderr } = await train('own', '--log', `own/${name}`);
      expect(code, stderr).equal(2);
      expect(existsSync(join(cwd, 'own')), name).equal(false);
    }
    const { code, stderr } = await train('own', '--log', 'own/log.csv');
    expect(code, stderr).equal(0);
    const resumed = await run('train', '--resume', 'own', '--steps', '5', '--log', 'own/log.csv', '--quiet');
    expect(resumed.code, resumed.stderr).equal(0);
    expect(contentOf('own/log.csv')).match(/\n3,.*,train,(.|\n)*\n5,.*,train,/);
  });

  it('train --log takes a new file, the same one to resume, and never that of another run', async () => {
    expect((await train('logged', '--log', 'logged.csv')).code).equal(0);
    const resume = (...args: string[]) => run('train', '--resume', 'logged', ...args, '--quiet');
    const resumed = await resume('--steps', '5', '--log', 'logged.csv');
    expect(resumed.code, resumed.stderr).equal(0);
    expect(contentOf('logged.csv')).match(/\n3,.*,train,(.|\n)*\n5,.*,train,/);
    const before = contentOf('logged.csv');
    const again = await train('second', '--log', 'logged.csv');
    expect(again).deep.include({ code: 2, stdout: '' });
    expect(again.stderr).equal(
      'char-rnn: logged.csv already exists; choose a new file with --log, or remove it; see char-rnn train --help\n',
    );
    expect(existsSync(join(cwd, 'second'))).equal(false);
    expect((await train('second')).code).equal(0);
    const other = await run('train', '--resume', 'second', '--steps', '5', '--log', 'logged.csv', '--quiet');
    expect(other.code, other.stderr).equal(2);
    expect(contentOf('logged.csv')).equal(before);
    const elsewhere = await resume('--steps', '6', '--log', 'moved.csv');
    expect(elsewhere.code, elsewhere.stderr).equal(0);
    const back = await resume('--steps', '7', '--log', 'moved.csv');
    expect(back.code, back.stderr).equal(0);
    expect(contentOf('moved.csv')).match(/\n6,.*,train,(.|\n)*\n7,.*,train,/);
  });

  it('of two runs that begin at once with one --log, one is refused', async () => {
    const begin = (out: string) =>
      runProgram(
        ['train', 'text.txt', ...shape, '--steps', '3', '--out', out, '--log', 'shared.csv', '--quiet'],
        { cwd },
      );
    const ended = await Promise.all([begin('one'), begin('two')]);
    expect(ended.map(({ code }) => code)).members([0, 2]);
    expect(contentOf('shared.csv').match(/,train,/g)).length(3);
  });

  it('a run that is refused leaves neither a directory nor a log', async () => {
    mkdirSync(join(cwd, 'folder'));
    for (const log of ['folder', 'missing/log.csv', 'text.txt'])
      expect((await train('never', '--log', log)).code, log).not.equal(0);
    expect((await train('never', '--log', 'never.csv', '--init-from', 'text.txt')).code).equal(4);
    expect(existsSync(join(cwd, 'never'))).equal(false);
    expect(existsSync(join(cwd, 'never.csv'))).equal(false);
  });

  for (const line of [
    'inspect b text.txt --view gates --csv {}',
    'inspect b text.txt --view gates --json {}',
    'inspect b text.txt --html {}',
    'eval b text.txt --json {}',
    'eval b text.txt --csv={}',
    'compare b --csv {}',
    'compare b --json {}',
    'compare b --html {}',
    'export b --to json -o {}',
  ]) {
    it(`${line.replace('{}', 'FILE')} is refused where FILE is a file of another run`, async () => {
      for (const name of ['config.json', 'log.csv', 'best.safetensors', 'latest']) {
        const before = contentOf(`a/${name}`);
        const { code, stderr } = await run(...line.replace('{}', `a/${name}`).split(' '));
        expect(code, stderr).equal(2);
        expect(stderr).match(new RegExp(`a/${name} .*run in a`));
        expect(contentOf(`a/${name}`)).equal(before);
      }
    });
  }
});
