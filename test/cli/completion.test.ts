import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, temporaryDirectory } from '../helpers/run-cli.js';

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

describe('char-rnn completion', () => {
  const { path: cwd, remove } = temporaryDirectory();
  after(remove);
  const scriptFor = async (shell: string) => (await run(['completion', shell], { cwd })).stdout;

  it('completes commands, flags, their values and files in bash', async function () {
    if (!has('bash')) return void (console.log('      skipped: no bash'), this.skip());
    writeFileSync(join(cwd, 'script.bash'), await scriptFor('bash'));
    writeFileSync(join(cwd, 'text.txt'), '');
    mkdirSync(join(cwd, 'texts'));
    const complete = (...words: string[]) => {
      const code = `source script.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _char_rnn; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { stdout, status } = spawnSync('bash', ['-c', code, 'bash', 'char-rnn', ...words], {
        cwd,
        encoding: 'utf8',
      });
      expect(status).to.equal(0);
      return stdout.trimEnd().split('\n');
    };
    expect(complete('tr')).to.deep.equal(['train']);
    expect(complete('train', '--clip-')).to.deep.equal(['--clip-norm', '--clip-value']);
    expect(complete('train', '--cell', 'ls')).to.deep.equal(['lstm']);
    expect(complete('train', '--threads', 'a')).to.deep.equal(['auto']);
    expect(complete('train', '--hidden', 't')).to.deep.equal(['']);
    expect(complete('train', '--out', 'te')).to.deep.equal(['texts']);
    expect(complete('sample', 'te')).to.have.members(['text.txt', 'texts']);
    expect(complete('completion', 'f')).to.deep.equal(['fish']);
  });

  for (const [shell, parse] of [
    ['zsh', ['-n']],
    ['fish', ['--no-execute']],
  ] as const) {
    it(`prints a script that names every flag for ${shell}, and that ${shell} parses where it is installed`, async () => {
      const script = await scriptFor(shell);
      for (const flag of ['clip-norm', 'prime', 'baseline', 'color']) expect(script).to.include(flag);
      expect(script).to.include('lstm');
      if (!has(shell)) return console.log(`      not parsed: no ${shell}`);
      writeFileSync(join(cwd, `script.${shell}`), script);
      expect(spawnSync(shell, [...parse, `script.${shell}`], { cwd }).status).to.equal(0);
    });
  }

  it('refuses another shell', async () => {
    const { code, stderr } = await run(['completion', 'tcsh'], { cwd });
    expect(code).to.equal(2);
    expect(stderr).to.match(
      /^char-rnn: completion: invalid value tcsh; expected one of bash, zsh, fish.*\n$/,
    );
  });
});
