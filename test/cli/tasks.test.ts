import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run as start, temporaryDirectory } from '../helpers/run-cli.js';

/** Words whose label is their first letter; each in capitals by its first letter; and reversed. */
const words = ['abc', 'abd', 'acd', 'bcd', 'bad', 'bda', 'cab', 'cba', 'dab', 'cad'];
const table = (header: string, row: (word: string, i: number) => string) =>
  `${header}\n${Array.from({ length: 60 }, (_, i) => `${row(words[i % words.length]!, i)}\n`).join('')}`;

describe('char-rnn on tables', function () {
  this.timeout(120_000);
  const directory = temporaryDirectory();
  after(() => directory.remove());
  const run = (...args: string[]) => start(args, { cwd: directory.path });
  const write = (name: string, text: string) => writeFileSync(join(directory.path, name), text);
  const read = (name: string) => readFileSync(join(directory.path, name), 'utf8');
  const answer = (stdin: string, ...args: string[]) => start(args, { cwd: directory.path, stdin });
  const train = (file: string, out: string, ...args: string[]) =>
    run('train', file, '--out', out, '--threads', '1', '--hidden', '16', '--batch', '10', ...args);

  before(async () => {
    write(
      'classify.csv',
      table('word,first', (word) => `${word},${word[0]!.toUpperCase()}`),
    );
    write(
      'tag.tsv',
      table('text\tcase', (word) => `${word} ${word}\tU--_U--`),
    );
    write(
      'generate.csv',
      table('kind,word', (word) => `${word[0]},${word}`),
    );
    write(
      'numbers.csv',
      table('a,b,word', (word, i) => `${i},${word.charCodeAt(0)},${word}`),
    );
    write(
      'translate.csv',
      table('from,to', (word) => `${word},${[...word].reverse().join('')}`),
    );
    const runs = [
      ['classify.csv', 'classify', '--task', 'classify'],
      ['tag.tsv', 'tag', '--task', 'tag', '--delay', '1'],
      ['generate.csv', 'generate', '--task', 'generate'],
      ['numbers.csv', 'numbers', '--task', 'generate', '--from', 'a,b', '--to', 'word'],
      ['translate.csv', 'translate', '--task', 'translate'],
    ] as const;
    for (const [file, out, ...args] of runs) {
      const { code, stderr } = await train(file, out, '--quiet', '--epochs', '30', ...args);
      expect(code, stderr).equal(0);
    }
  });

  describe('train', () => {
    it('logs the metric of the task and reports it in events', async () => {
      expect(read('classify/log.csv').split('\n')[0]).match(/,seconds,accuracy$/);
      expect(read('translate/log.csv').split('\n')[0]).match(/,exactMatch,tokenAccuracy$/);
      const { stdout } = await train('tag.tsv', 'events', '--task', 'tag', '--json', '--steps', '2');
      const events = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      const evaluation = events.find(({ type }) => type === 'eval');
      expect(evaluation).property('metrics').property('accuracy').within(0, 1);
      expect(events[0]).property('rows', 54);
      expect(events[0]).property('occupancy').within(0.5, 1);
    });

    it('resumes bit-for-bit', async () => {
      const args = ['--task', 'translate', '--quiet', '--patience', '100'];
      await train('translate.csv', 'whole', ...args, '--steps', '8', '--save-every', '1');
      await train('translate.csv', 'parts', ...args, '--steps', '3');
      const resumed = await run('train', '--resume', 'parts', '--steps', '8', '--quiet');
      expect(resumed.code, resumed.stderr).equal(0);
      const losses = (name: string) =>
        read(`${name}/log.csv`)
          .split('\n')
          .filter((line) => line.includes(',train,'))
          .map((line) => line.split(',').slice(0, 4).join());
      expect(losses('parts')).deep.equal(losses('whole'));
    });

    it('says on a terminal-less run what is learned from what', async () => {
      const { stderr } = await train('classify.csv', 'words', '--task', 'classify', '--steps', '1');
      expect(stderr).contain('classify: word (4 symbols or labels) to first (4 symbols or labels)');
      expect(stderr).match(/batches {2}rows of similar length: [\d.]+ % of the steps carry a symbol/);
    });
  });

  describe('sample', () => {
    it('answers a line with a line, in order, whatever ends the lines', async () => {
      const { code, stdout } = await answer('abc\r\nbad\ncab', 'sample', 'classify', '-');
      expect(code).equal(0);
      expect(stdout).equal('A\nB\nC\n');
    });

    it('gives alternatives with probabilities, or the probability of one label', async () => {
      const { stdout } = await answer('abc\n', 'sample', 'classify', '--jsonl');
      const {
        source,
        answer: best,
        probability,
        alternatives,
      } = JSON.parse(stdout) as {
        source: string;
        answer: string;
        probability: number;
        alternatives: { label: string; probability: number }[];
      };
      expect({ source, best }).deep.equal({ source: 'abc', best: 'A' });
      expect(alternatives[0]).deep.equal({ label: 'A', probability });
      expect(alternatives.reduce((sum, { probability: p }) => sum + p, 0)).closeTo(1, 1e-6);
      const scored = await answer('abc\nabc\n', 'sample', 'classify', '--score', 'A');
      expect(scored.stdout).equal(`${probability}\n${probability}\n`);
    });

    it('tags every symbol', async () => {
      const { stdout } = await answer('abc abd\n', 'sample', 'tag');
      expect(stdout).match(/^[-U_]{7}\n$/);
    });

    it('generates from a label, the same again with the same seed', async () => {
      const args = ['generate', '--label', 'a', '--count', '40', '--seed', '1'];
      const { stdout } = await run('sample', ...args);
      expect(stdout.split('\n')).length(41);
      expect((await run('sample', ...args)).stdout).equal(stdout);
      const lines = await answer('a\n'.repeat(40), 'sample', 'generate', '--seed', '1');
      expect(lines.stdout).equal(stdout);
    });

    it('generates from numbers', async () => {
      const { code, stdout } = await answer('3,97\n4,98\n', 'sample', 'numbers', '--seed', '1');
      expect(code).equal(0);
      expect(stdout.split('\n')).length(3);
    });

    it('searches with --beam: alternatives are in order, and no less probable than greedy', async () => {
      const greedy = JSON.parse((await answer('abc\n', 'sample', 'translate', '--jsonl')).stdout) as Answer;
      const { stdout } = await answer('abc\n', 'sample', 'translate', '--beam', '4', '--jsonl');
      const beam = JSON.parse(stdout) as Answer;
      const probabilities = beam.alternatives.map(({ probability }) => probability);
      expect(probabilities).length(4);
      expect(probabilities).deep.equal([...probabilities].sort((a, b) => b - a));
      expect(beam.probability).equal(probabilities[0]);
      expect(beam.probability).least(greedy.probability - 1e-9);
      const plain = await answer('abc\n', 'sample', 'translate', '--beam', '4');
      expect(plain.stdout).equal(`${beam.answer}\n`);
    });

    const refused: [model: string, ...args: string[]][] = [
      ['classify', '--prime', 'x'],
      ['classify', '--length', '3'],
      ['classify', '--beam', '2'],
      ['classify', '--label', 'A'],
      ['translate', '--score', 'A'],
      ['translate', '-i'],
      ['numbers', '--label', 'a'],
      ['generate', '--count', '2'],
      ['generate', '--label', 'x'],
    ];
    for (const [model, ...args] of refused) {
      it(`refuses ${args[0]} for ${model}`, async () => {
        const { code, stderr } = await answer('abc\n', 'sample', model, ...args);
        expect(code, stderr).equal(2);
        expect(stderr).match(/^char-rnn: --[a-z]+/);
      });
    }

    it('names the line of a symbol that the model does not know', async () => {
      const { code, stdout, stderr } = await answer('abc\nabx\n', 'sample', 'classify');
      expect(code).equal(3);
      expect(stdout).equal('');
      expect(stderr).contain('row 2, column "word"');
      expect((await answer('abx\n', 'sample', 'classify', '--skip-unknown')).code).equal(0);
    });

    it('names the line of a label that the model does not know, and of a number that is none', async () => {
      expect((await answer('a\nz\n', 'sample', 'generate')).stderr).contain('row 2, column "kind": "z"');
      const { code, stderr } = await answer('1,NaN\n', 'sample', 'numbers');
      expect(code).equal(3);
      expect(stderr).contain('row 1, column "b": "NaN" is not a number');
    });
  });

  describe('eval', () => {
    const json = async (...args: string[]) => {
      const { code, stdout, stderr } = await run('eval', ...args, '--json', '-');
      expect(code, stderr).equal(0);
      return JSON.parse(stdout) as Record<string, unknown>;
    };

    it('measures classify: accuracy, macro F1, intervals and what was taken for what', async () => {
      const figures = await json('classify', 'classify.csv', '--csv', 'confusion.csv', '--baseline', 'ngram');
      expect(figures).include({ task: 'classify', rows: 60, predictions: 60 });
      expect(figures).property('accuracy').above(0.9);
      expect(figures).property('macroF1').within(0, 1);
      expect(figures).property('seenInTraining', 60);
      expect(figures).property('intervals').property('accuracy').keys('low', 'high');
      expect(figures).property('baseline').length(6);
      const rows = read('confusion.csv')
        .trimEnd()
        .split('\n')
        .map((line) => line.split(','));
      expect(rows[0]).deep.equal(['label', 'A', 'B', 'C', 'D']);
      const total = rows.slice(1).flatMap((row) => row.slice(1).map(Number));
      expect(total.reduce((sum, n) => sum + n, 0)).equal(60);
    });

    it('agrees with what sample answers', async () => {
      const { stdout } = await run('eval', 'translate', 'translate.csv', '--jsonl');
      const rows = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { row: number; answer: string; truth: string });
      const lines = words.map((word) => `${word}\n`).join('');
      const answers = (await answer(lines, 'sample', 'translate')).stdout.trimEnd().split('\n');
      expect(rows.slice(0, 10).map((row) => row.answer)).deep.equal(answers);
      const { exactMatch } = await json('translate', 'translate.csv');
      const distinct = rows.slice(0, 10).filter((row) => row.answer === row.truth).length / 10;
      expect(exactMatch).closeTo(distinct, 1e-9);
    });

    it('measures tag, generate and translate', async () => {
      expect(await json('tag', 'tag.tsv')).keys(
        ...['model', 'texts', 'task', 'rows', 'predictions', 'loss', 'perplexity', 'intervals'],
        ...['seenInTraining', 'accuracy', 'wordF1'],
      );
      expect(await json('generate', 'generate.csv')).include({ rows: 60, predictions: 240 });
      const beam = await json('translate', 'translate.csv', '--beam', '3');
      expect(beam).property('symbolErrorRate').within(0, 2);
      expect(beam).property('byLength').deep.property('0').include({ from: 3, to: 3, rows: 10 });
    });

    it('finds the loss that training reported', async () => {
      const rows = read('classify/log.csv').trimEnd().split('\n');
      write(
        'small.csv',
        table('word,first', (word) => `${word},${word[0]!.toUpperCase()}`),
      );
      const test = rows.find((row) => row.includes(',test,'))!.split(',');
      // all words stand in every part, so that a perfect network has the same accuracy everywhere
      expect(Number(test.at(-1))).closeTo((await json('classify', 'small.csv'))['accuracy'] as number, 0.34);
    });

    it('leaves out symbols that the model does not know, and says so', async () => {
      write('unknown.csv', 'word,first\nabcx,A\nbad,B\n');
      const { code, stderr } = await run('eval', 'classify', 'unknown.csv');
      expect(code).equal(0);
      expect(stderr).contain('left out: 1 symbol(s)');
    });

    it('refuses labels that the model does not know', async () => {
      write('foreign.csv', 'word,first\nabc,X\n');
      const { code, stderr } = await run('eval', 'classify', 'foreign.csv');
      expect(code).equal(3);
      expect(stderr).contain('row 2, column "first": "X" is not a label of the model');
    });

    for (const [model, file, ...args] of [
      ['tag', 'tag.tsv', '--baseline', 'ngram'],
      ['classify', 'classify.csv', '--beam', '2'],
      ['generate', 'generate.csv', '--csv'],
      ['classify', 'classify.csv', '--breakdown'],
      ['classify', 'classify.csv', 'tag.tsv'],
      ['classify'],
    ] as string[][]) {
      it(`refuses ${[model, ...args].join(' ')}`, async () => {
        const { code, stderr } = await run('eval', model!, ...(file ? [file] : []), ...args);
        expect(code, stderr).equal(2);
      });
    }
  });
});

interface Answer {
  answer: string;
  probability: number;
  alternatives: { answer: string; probability: number }[];
}
