import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasTerminal, run, runOnTerminal, temporaryDirectory } from '../helpers/run-cli.js';

const HIDE = '\u001b[?25l';
const SHOW = '\u001b[?25h';
/** A pattern: cursor shown, lines wrapped. */
const RESTORED = String.raw`\u001b\[\?25h\u001b\[\?7h`;

describe('on a terminal, char-rnn', function () {
  const { path: cwd, remove } = temporaryDirectory();
  const tiny = ['--hidden', '8', '--layers', '1', '--seq', '10', '--batch', '4'];
  before(async function () {
    if (!hasTerminal()) {
      console.log('      skipped: needs script(1) of util-linux to make a terminal');
      this.skip();
    }
    writeFileSync(join(cwd, 'text.txt'), 'so much depends upon a red wheel barrow. '.repeat(40));
    writeFileSync(join(cwd, 'evil.txt'), 'a\u001b[31mb\u0007c\u202ed'.repeat(20));
    const flags = ['--hidden', '4', '--layers', '1', '--steps', '1', '--quiet', '--out', 'runs/evil'];
    await run(['train', 'evil.txt', ...flags], { cwd });
  });
  after(remove);

  it('train shows a header, a bar, evaluations, a sample and what to type next', async () => {
    const { code, stdout } = await runOnTerminal(['train', 'text.txt', ...tiny, '--steps', '300'], { cwd });
    expect(code).to.equal(0);
    expect(stdout)
      .to.include('model    1 × 8 lstm')
      .and.to.include('━')
      .and.to.match(/best validation loss/);
    expect(stdout).to.match(/next:.* char-rnn sample runs\/text/);
    expect(stdout.lastIndexOf(SHOW)).to.be.above(stdout.lastIndexOf(HIDE));
  });

  it('train draws no line wider than a small window', async () => {
    const flags = ['--steps', '300', '--out', 'runs/narrow', '--eval-every', '1000'];
    const { stdout } = await runOnTerminal(['train', 'text.txt', ...tiny, ...flags], { cwd, columns: 40 });
    // eslint-disable-next-line no-control-regex
    const plain = stdout.replace(/\u001b\[[0-9;?]*[A-Za-z]|\u001b[78]/g, '\r');
    const drawn = plain
      .split(/[\r\n]+/)
      .filter((line) => /^(━|─|epoch)/.test(line) && !line.includes('nats'));
    expect(drawn).not.to.be.empty;
    for (const line of drawn) expect(line.length).to.be.below(40);
  });

  it('train restores the cursor at Ctrl-C, saves, and exits 130', async () => {
    let sent = false;
    const { code, stdout } = await runOnTerminal(
      ['train', 'text.txt', ...tiny, '--epochs', '1000000', '--out', 'runs/ctrl-c'],
      {
        cwd,
        watch(child, written) {
          if (!sent && written.includes('step 2')) sent = child.stdin!.write('\u0003');
        },
      },
    );
    expect(code).to.equal(130);
    // the terminal may have discarded what was written before the key
    expect(stdout).to.match(new RegExp(`continue with: char-rnn train --resume runs/ctrl-c\\s+${RESTORED}$`));
    expect(stdout.lastIndexOf(SHOW)).to.be.above(stdout.lastIndexOf(HIDE));
  });

  it('sample shows control characters instead of sending them; into a pipe and with --raw they are unchanged', async () => {
    const args = ['sample', 'runs/evil', '-n', '300', '-s', '1'];
    const shown = await runOnTerminal([...args, '--color', 'never'], { cwd });
    expect(shown.stdout).to.include('␛').and.to.include('␇').and.to.include('<U+202E>');
    // eslint-disable-next-line no-control-regex
    expect(shown.stdout).not.to.match(/[\u001b\u0007\u202e]/);
    const piped = await run(args, { cwd });
    expect(piped.stdout).to.include('\u001b').and.to.include('\u0007').and.to.include('\u202e');
    const raw = await runOnTerminal([...args, '--raw'], { cwd });
    expect(raw.stdout).to.include('\u0007').and.to.include('\u202e');
  });

  it('sample --heat colors by surprise, unless color is off', async () => {
    const args = ['sample', 'runs/evil', '-n', '50', '--heat'];
    // eslint-disable-next-line no-control-regex
    const color = /\u001b\[[34]8;/;
    expect((await runOnTerminal(args, { cwd })).stdout).to.match(color);
    expect((await runOnTerminal(args, { cwd, env: { NO_COLOR: '1' } })).stdout).not.to.match(color);
    expect((await runOnTerminal(args, { cwd, env: { TERM: 'dumb' } })).stdout).not.to.match(color);
  });
});
