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
    expect(complete('inspect', '--feature', 'dou')).to.deep.equal(['double-quotes']);
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

  it('completes commands, flags, their values and files in fish', async function () {
    if (!has('fish')) return void (console.log('      skipped: no fish'), this.skip());
    writeFileSync(join(cwd, 'script.fish'), await scriptFor('fish'));
    const complete = (line: string) => {
      const code = `source script.fish; complete -C ${JSON.stringify(line)}`;
      const home = { HOME: cwd, XDG_CONFIG_HOME: cwd, XDG_DATA_HOME: cwd };
      const options = { cwd, encoding: 'utf8', env: { ...process.env, ...home } } as const;
      const { stdout } = spawnSync('fish', ['--no-config', '-c', code], options);
      return stdout
        .trimEnd()
        .split('\n')
        .map((candidate) => candidate.split('\t')[0]);
    };
    expect(complete('char-rnn tr')).to.deep.equal(['train']);
    expect(complete('char-rnn train --clip-')).to.deep.equal(['--clip-norm', '--clip-value']);
    expect(complete('char-rnn train --cell l')).to.deep.equal(['lstm']);
    expect(complete('char-rnn train --out te')).to.deep.equal(['texts/']);
    expect(complete('char-rnn sample te')).to.have.members(['text.txt', 'texts/']);
    expect(complete('char-rnn completion f')).to.deep.equal(['fish']);
  });

  for (const [how, load] of [
    ['sourced', 'source script.zsh'],
    [
      'in a directory of $fpath',
      'cp script.zsh functions/_char-rnn; fpath=($PWD/functions $fpath); compinit -u -D',
    ],
  ] as const) {
    it(`completes commands, flags, their values and files in zsh, ${how}`, async function () {
      if (!has('zsh')) return void (console.log('      skipped: no zsh'), this.skip());
      mkdirSync(join(cwd, 'functions'), { recursive: true });
      writeFileSync(join(cwd, 'script.zsh'), await scriptFor('zsh'));
      // a shell on a terminal of its own; a line, with what Tab has added, is read when ^X has printed it
      const complete = (...lines: string[]) => {
        const driver = [
          `zmodload zsh/zpty; zpty shell "TERM=dumb zsh -f -i"`,
          `zpty -w shell 'PS1=; setopt NO_BEEP NO_ZLE_BRACKETED_PASTE 2>/dev/null; autoload -U compinit; compinit -u -D; ${load}; echo rea""dy'`,
          `zpty -r -m shell REPLY '*ready*'`,
          `zpty -w shell 'print-line() { print -r -- "<$BUFFER>"; BUFFER= }; zle -N print-line; bindkey ^X print-line; echo boun""d'`,
          `zpty -r -m shell REPLY '*bound*'`,
          ...lines.flatMap((line) => [
            `zpty -w -n shell $'${line}\t\x18'`,
            `zpty -r -m shell REPLY '*>*'; print -r -- "$REPLY"`,
          ]),
        ];
        const { stdout } = spawnSync('zsh', ['-f', '-c', driver.join('\n')], {
          cwd,
          encoding: 'utf8',
          timeout: 30_000,
        });
        return Array.from(stdout.matchAll(/<(.*)>/g), ([, line]) => line);
      };
      expect(complete('char-rnn tr')).to.deep.equal(['char-rnn train ']);
      if (how !== 'sourced') return;
      const lines = ['train --clip-n', 'train --cell ls', 'sample tex', 'completion f'];
      expect(complete(...lines.map((line) => `char-rnn ${line}`))).to.deep.equal([
        'char-rnn train --clip-norm ',
        'char-rnn train --cell lstm ',
        'char-rnn sample text',
        'char-rnn completion fish ',
      ]);
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
