import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, runProgram, temporaryDirectory } from '../helpers/run-cli.js';

describe('char-rnn sample', function () {
  const { path: cwd, remove } = temporaryDirectory();
  const sample = (...args: string[]) => run(['sample', 'runs/hello', ...args], { cwd });
  before(async () => {
    writeFileSync(join(cwd, 'hello.txt'), 'hello');
    const flags = ['--hidden', '16', '--layers', '1', '--steps', '400', '--quiet'];
    await run(['train', 'hello.txt', ...flags], { cwd });
  });
  after(remove);

  it('reproduces the textbook’s hello', async () => {
    const { code, stdout, stderr } = await sample('--prime', 'h', '--temp', '0', '-n', '4');
    expect({ code, stdout, stderr }).to.deep.equal({ code: 0, stdout: 'hello', stderr: '' });
  });

  it('understands the flags of char-rnn and torch-rnn', async () => {
    const old = await sample('-primetext', 'he', '-length', '3', '-sample', '0');
    expect(old.stdout).to.equal('hello');
  });

  it('takes its prime from a file or from stdin, and can hide it', async () => {
    writeFileSync(join(cwd, 'prime.txt'), 'hel');
    expect((await sample('--prime-file', 'prime.txt', '-t0', '-n2')).stdout).to.equal('hello');
    const args = ['sample', 'runs/hello', '--prime-file', '-', '--hide-prime', '-t0', '-n2'];
    expect((await runProgram(args, { cwd, stdin: 'hel' })).stdout).to.equal('lo');
  });

  it('draws the same with the same seed, and the requested number of characters', async () => {
    const [a, b, c] = await Promise.all([
      sample('-s', '1', '-n300'),
      sample('-s', '1', '-n300'),
      sample('-s', '2', '-n300'),
    ]);
    expect(a!.stdout).to.have.length(300).and.to.equal(b!.stdout).and.not.to.equal(c!.stdout);
  });

  it('names an unknown character of a prime, its position, and what to do', async () => {
    const { code, stderr } = await sample('--prime', 'hexlo');
    expect(code).to.equal(3);
    expect(stderr).to.match(/^char-rnn: character 3, 'x' .*--skip-unknown\n$/);
    expect((await sample('--prime', 'hexl', '--skip-unknown', '-t0', '-n1')).code).to.equal(0);
  });

  it('stops after a string', async () => {
    expect((await sample('--prime', 'h', '-t0', '--stop', 'll', '--stop', 'zz')).stdout).to.equal('hell');
  });

  it('says of a stop text that the model never writes it, or that it is no newline', async () => {
    const note = async (stop: string) => (await sample('--prime', 'h', '-t0', '-n2', '--stop', stop)).stderr;
    expect(await note('zz')).to.equal(
      '--stop "zz" ends nothing: the model does not know 2 characters of it\n',
    );
    expect(await note('\\n')).to.equal(
      '--stop "\\\\n": \\n is two characters; in a shell the single one is $\'\\n\'\n',
    );
    expect(await note('ll')).to.equal('');
  });

  it('draws several, one after the other: on lines, ended by NUL, or as JSON objects', async () => {
    const two = ['--prime', 'h', '-t0', '-n4', '--count', '2'];
    expect((await sample(...two)).stdout).to.equal('hello\nhello\n');
    expect((await sample(...two, '-0')).stdout).to.equal('hello\0hello\0');
    const lines = (await sample(...two, '--json')).stdout.trimEnd().split('\n');
    const objects = lines.map((line) => JSON.parse(line));
    expect(objects.map(({ sample, prime, text }) => ({ sample, prime, text }))).to.deep.equal([
      { sample: 1, prime: 'h', text: 'ello' },
      { sample: 2, prime: 'h', text: 'ello' },
    ]);
    expect(objects[0].loss).to.be.within(0, 0.5);
    const nothing = JSON.parse((await sample('--prime', 'h', '-n0', '--json')).stdout);
    expect(nothing).to.deep.equal({ sample: 1, prime: 'h', text: '', loss: null });
  });

  it('draws a text that does not depend on how many others are drawn', async () => {
    const lines = async (...args: string[]) =>
      (await sample('-s3', '-n200', '--json', ...args)).stdout.split('\n');
    const [one, three, exact] = await Promise.all([lines(), lines('--count', '3'), lines('--exact')]);
    expect(three).to.have.length(4);
    expect(three[0]).to.equal(one[0]);
    expect(three[1]).to.not.equal(three[0]);
    expect(exact[0]).to.be.a('string');
  });

  it('continues several primes, given one by one or on the lines of a file', async () => {
    const given = await sample('--prime', 'h', '--prime', 'he', '-t0', '-n3');
    expect(given.stdout).to.equal('hell\nhello\n');
    writeFileSync(join(cwd, 'primes.txt'), 'h\nhe\n');
    expect((await sample('--primes', 'primes.txt', '-t0', '-n3')).stdout).to.equal(given.stdout);
    const args = ['sample', 'runs/hello', '--primes', '-', '-t0', '-n3'];
    expect((await run(args, { cwd, stdin: 'h\r\nhe' })).stdout).to.equal(given.stdout);
  });

  it('keeps the best of several by their mean log-probability, and reports the scores', async () => {
    const all = await sample('-s5', '-n12', '--count', '6', '--json');
    const losses = all.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).loss as number);
    const best = await sample('-s5', '-n12', '--best-of', '6', '--count', '2', '--json');
    const kept = best.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).loss as number);
    expect(kept).to.deep.equal(losses.sort((a, b) => a - b).slice(0, 2));
    expect(best.stderr).to.match(
      /^kept 2 of 6 samples: -\d\.\d{3}, -\d\.\d{3} nats per character; the others .*\n$/,
    );
  });

  it('searches for the most probable text with a beam, which no draw surpasses', async () => {
    const { stdout, stderr } = await sample('--prime', 'h', '--beam', '4', '-n4');
    expect(stdout).to.equal('hello');
    expect(stderr).to.match(/^kept 1 of 4 hypotheses: -0\.\d{3} nats per character; the others .*\n$/);
    expect((await sample('--prime', 'h', '--beam', '3', '--stop', 'll', '-n9')).stdout).to.equal('hell');
  });

  it('answers lines and obeys commands in a pipe, up to the end of its input', async () => {
    const args = ['sample', 'runs/hello', '-i', '--stop', 'o', '-t0', '-n9'];
    const { code, stdout, stderr } = await runProgram(args, { cwd, stdin: 'h\n/undo\n/temp hot\nhel\n' });
    expect({ code, stdout }).to.deep.equal({ code: 0, stdout: 'ello\nlo\n' });
    expect(stderr.split('\n').slice(0, 2)).to.deep.equal([
      'the last reply is undone',
      '/temp: invalid value hot; expected a number from 0',
    ]);
  });

  it('marks surprising characters where there is no color, with a legend on stderr', async () => {
    const { stdout, stderr } = await sample('--heat', '-n400', '-s2', '-t5');
    expect(stdout).to.match(/\[[helo]+\]/);
    expect(stdout.replace(/[[\]]/g, '')).to.have.length(400);
    expect(stderr).to.match(/^\[ \] around characters of 5 bits/);
  });

  it('writes a JSON line per character with its probability and the alternatives', async () => {
    const { stdout } = await sample('--prime', 'h', '-t0', '-n2', '--jsonl');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).to.have.length(2);
    expect(lines[0]).to.include({ char: 'e' });
    expect(lines[0].top[0]).to.deep.equal(['e', +Math.exp(lines[0].logprob).toPrecision(6)]);
    expect(lines[0].top).to.have.length(4);
  });

  it('clamps a cell to the given value, and rejects a cell that the model lacks', async () => {
    const held = await sample('--clamp', '1:1=1', '--clamp', '1:2=-1', '-n5');
    expect(held.code).to.equal(0);
    const { code, stderr } = await sample('--clamp', '1:17=1');
    expect(code).to.equal(2);
    expect(stderr).to.include('--clamp: invalid value 1:17=1').and.to.include('a unit from 1 to 16');
  });

  it('ends silently when its reader goes away', async () => {
    const ran = await run(['sample', 'runs/hello', '-n', '100000000'], {
      cwd,
      watch: (child) => void child.stdout!.destroy(),
    });
    expect(ran).to.include({ code: 0, stderr: '' });
  });

  it('stops at a signal', async () => {
    let sent = false;
    const ran = await run(['sample', 'runs/hello', '-n', '100000000'], {
      cwd,
      watch(child, written) {
        if (!sent && written.length > 10_000) sent = child.kill('SIGINT');
      },
    });
    expect(ran).to.include({ code: 130, stderr: '' });
  });

  it('says what is wrong with a model', async () => {
    for (const [model, code] of [
      ['nowhere', 4],
      ['hello.txt', 4],
    ] as const) {
      const ran = await run(['sample', model], { cwd });
      expect(ran.code).to.equal(code);
      expect(ran.stderr).to.match(/^char-rnn: [^\n]+\n$/);
    }
  });
});
