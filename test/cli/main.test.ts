import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { commands } from '../../src/cli/commands.js';
import { run, temporaryDirectory } from '../helpers/run-cli.js';

describe('char-rnn', function () {
  const { path: cwd, remove } = temporaryDirectory();
  after(remove);

  it('--help begins with three examples and lists the commands', async () => {
    const { code, stdout, stderr } = await run(['--help'], { cwd });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout.split('\n').slice(3, 6).join('\n')).to.match(
      /^( {2}char-rnn \w+ runs?.*\n?| {2}char-rnn train .*\n?){3}$/,
    );
    for (const { spec } of commands) expect(stdout).to.include(`  ${spec.name} `);
  });

  it('every command’s help groups its flags and ends with two examples', async () => {
    for (const { spec } of commands) {
      const { code, stdout } = await run([spec.name, 'x', '--debug', '--help'], { cwd });
      expect(code).to.equal(0);
      for (const group of new Set(Object.values(spec.flags).map((flag) => flag.group))) {
        expect(stdout).to.match(new RegExp(`^${group}$`, 'm'));
      }
      expect(stdout.trimEnd().split('\n').slice(-3)).to.deep.equal([
        'examples',
        ...spec.examples.map((example) => `  ${example}`),
      ]);
    }
  });

  it('--version prints the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    expect((await run(['--version'], { cwd })).stdout).to.equal(`${version}\n`);
  });

  it('reports a usage error on one line that names it, with exit code 2', async () => {
    const mistakes: [string[], RegExp][] = [
      [['trian'], /unknown command trian; did you mean train\?; see char-rnn --help/],
      [
        ['train', 'x', '--hiden', '5'],
        /unknown flag --hiden; did you mean --hidden\?; see char-rnn train --help/,
      ],
      [
        ['train', 'x', '--lr', 'abc'],
        /--lr: invalid value abc; expected a number above 0; see char-rnn train --help/,
      ],
      [['train', 'x', '--hidden', '0'], /--hidden: invalid value 0/],
      [['train', 'x', '--val', '0.6', '--test', '0.5'], /--val and --test: invalid value 0.6 \+ 0.5/],
      [['train'], /missing argument; usage: char-rnn train <corpus..>/],
      [['sample'], /char-rnn sample <model>/],
      [['-v'], /unknown flag -v; did you mean --version\?/],
      [['--verison'], /did you mean --version\?/],
      [['--hlep'], /did you mean --help\?/],
      [['--lr', '3', 'train', 'x'], /flags follow the command/],
    ];
    for (const [args, says] of mistakes) {
      const { code, stdout, stderr } = await run(args, { cwd });
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr)
        .to.match(says)
        .and.to.match(/^char-rnn: [^\n]+\n$/);
    }
  });

  it('without a command shows its help, as an error', async () => {
    const { code, stdout, stderr } = await run([], { cwd });
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
    expect(stderr).to.include('commands');
  });
});
