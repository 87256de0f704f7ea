import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../src/cli/commands.js';
import { flagName } from '../../src/cli/options/flag.js';
import { parse } from '../../src/cli/options/parse.js';
import { UserError } from '../../src/core/errors.js';
import { encodeNpz, type NpyArray } from '../../src/formats/npz/npy.js';
import { run, temporaryDirectory } from '../helpers/run-cli.js';

/** Words that every object of JavaScript knows, and one that none does; row 42 tries them as names that do not exist. */
const words = ['constructor', '__proto__', 'toString'];
const NEUTRAL = 'quuxly';

describe('names that JavaScript knows', () => {
  const { path: cwd, remove } = temporaryDirectory();
  const at = (name: string) => join(cwd, name);
  const call = (args: readonly string[], stdin = '') => run(args, { cwd, stdin });
  after(remove);

  it('as values of every flag that takes one of several', () => {
    for (const { spec } of commands) {
      const files = Array.from({ length: spec.arity[0] }, () => 'x');
      const attempt = (...args: string[]) => {
        try {
          parse(spec, [...files, ...args]);
          return 'accepted';
        } catch (error) {
          if (error instanceof UserError) return error.code;
          throw error;
        }
      };
      for (const word of words) {
        expect(attempt(`--${word}`), `${spec.name} --${word}`).to.equal('usage/unknown-flag');
        expect(attempt(`-${word}`), `${spec.name} -${word}`).to.match(/^usage\//);
      }
      for (const key of Object.keys(spec.flags)) {
        const flag = `--${flagName(key)}`;
        const expected = attempt(flag, NEUTRAL);
        for (const word of words)
          expect(attempt(flag, word), `${spec.name} ${flag} ${word}`).to.equal(expected);
      }
    }
  });

  it('as columns and labels of a table', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${'abc'[i % 3]!.repeat(4)},${words[i % 3]}`);
    writeFileSync(at('own.csv'), `__proto__,constructor\n${rows.join('\n')}\n`);
    const columns = ['--from', '__proto__', '--to', 'constructor']; // which a label of the column is too
    const flags = ['--hidden', '8', '--layers', '1', '--epochs', '40', '--quiet', '--out', 'own'];
    const trained = await call(['train', 'own.csv', '--task', 'classify', ...columns, ...flags]);
    expect(trained.code, trained.stderr).to.equal(0);
    const { stdout } = await call(['sample', 'own', '-'], 'aaaa\nbbbb\ncccc\n');
    expect(stdout).to.equal(`${words.join('\n')}\n`);
    for (const word of words)
      expect((await call(['sample', 'own', '-', '--score', word], 'aaaa\n')).stdout).to.match(/^[\d.e-]+\n$/);
    const scored = await call(['eval', 'own', 'own.csv', '--json', '-', '--baseline', 'ngram']);
    expect(JSON.parse(scored.stdout)).to.deep.include({ accuracy: 1, rows: 60 });
    const seen = await call(['inspect', 'own', 'own.csv', '--view', 'saliency', '--limit', '40']);
    expect(seen.code, seen.stderr).to.equal(0);
    for (const word of words) expect(seen.stdout).to.include(word);
  });

  it('as features, columns of --labels, words of a text, files and runs', async () => {
    const text = `a constructor of __proto__s, "the toString".\n`.repeat(100);
    const labels = [...text].map((c) => words.map((_, i) => Number(c === ' ot'[i])));
    writeFileSync(at('labels.csv'), `${words.join()}\n${labels.map((row) => row.join()).join('\n')}\n`);
    const tiny = ['--hidden', '4', '--layers', '1', '--steps', '2', '--quiet'];
    for (const word of words) {
      writeFileSync(at(word), text);
      expect((await call(['train', word, ...tiny, '--out', `in/${word}`])).code).to.equal(0);
    }
    const named = words.flatMap((word) => ['--feature', word, '--feature', `${word}=/${word}/`]);
    const view = ['--view', 'cells', '--json', '-', '--labels', 'labels.csv', ...named];
    const found = await call(['inspect', 'in/__proto__', '__proto__', ...view]);
    expect(found.code, found.stderr).to.equal(0);
    const { features } = JSON.parse(found.stdout) as { features: { feature: string }[] };
    expect(features.map(({ feature }) => feature)).to.include.members(words);
    const broken = await call(['eval', 'in/constructor', 'toString', '--breakdown', '--json', '-']);
    expect(broken.code, broken.stderr).to.equal(0);
    const against = ['--against', 'in/toString', '--json', '-'];
    const { stdout } = await call(['compare', ...words.map((word) => `in/${word}`), ...against]);
    const { differences } = JSON.parse(stdout) as { differences: object };
    expect(Object.keys(differences).sort()).to.deep.equal(['in/__proto__', 'in/constructor']);
  });

  it('as the labels of clips', async () => {
    const x = { shape: [20, 1, 8, 8], data: Uint8Array.from({ length: 1280 }, (_, i) => i % 251) };
    const y = { shape: [20], data: Array.from({ length: 20 }, (_, i) => words[i % words.length]!) };
    writeFileSync(at('clips.npz'), encodeNpz(new Map(Object.entries<NpyArray>({ x, y }))));
    const flags = ['--network', 'frames', '--steps', '2', '--quiet', '--out', 'clips'];
    const trained = await call(['train', 'clips.npz', ...flags]);
    expect(trained.code, trained.stderr).to.equal(0);
    const { stdout } = await call(['sample', 'clips', 'clips.npz', '--jsonl']);
    const { probabilities } = JSON.parse(stdout.split('\n')[0]!) as { probabilities: object };
    expect(Object.keys(probabilities).sort()).to.deep.equal([...words].sort());
    const scored = await call(['eval', 'clips', 'clips.npz', '--csv', '-']);
    expect(scored.stdout.split('\n')[0]!.split(',').slice(1).sort()).to.deep.equal([...words].sort());
  });
});
