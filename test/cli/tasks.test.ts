import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpoint } from '../../src/runs/checkpoint.js';
import { program, run as start, temporaryDirectory } from '../helpers/run-cli.js';

/** Words whose label is their first letter; each in capitals by its first letter; and reversed. */
const words = ['abc', 'abd', 'acd', 'bcd', 'bad', 'bda', 'cab', 'cba', 'dab', 'cad'];
const table = (header: string, row: (word: string, i: number) => string) =>
  `${header}\n${Array.from({ length: 60 }, (_, i) => `${row(words[i % words.length]!, i)}\n`).join('')}`;

describe('char-rnn on tables', function () {
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
    it('leaves out a row of 1 MB, and says so', async () => {
      const long = `"${'x'.repeat(2 ** 20)}"`;
      write('long.csv', `${read('classify.csv')}${long},A\n`);
      const { code, stderr } = await train('long.csv', 'long', '--task', 'classify', '--steps', '2');
      expect(code, stderr).equal(0);
      expect(stderr).includes('left out 1 row(s) longer than 1,000 symbols (--max-length)');
      expect(stderr).includes('54 rows to train on');
    });

    it('ends at Ctrl-C while it reads a table, and leaves nothing', async () => {
      const child = spawn(process.execPath, [program, 'train', '-', '--task', 'classify', '--out', 'never'], {
        cwd: directory.path,
      });
      const before = readdirSync(directory.path);
      let said = '';
      child.stderr.on('data', (piece) => (said += piece));
      // more than a pipe holds: when all of it is taken, the program is reading
      await new Promise((taken) =>
        child.stdin.write(`word,first\n${'abc,a\nbcd,b\n'.repeat(50_000)}`, taken),
      );
      child.kill('SIGINT');
      const [code] = await once(child, 'close');
      expect({ code, said }).deep.equal({ code: 130, said: '' });
      expect(readdirSync(directory.path)).deep.equal(before);
    });

    it('logs the metric of the task and reports it in events', async () => {
      expect(read('classify/log.csv').split('\n')[0]).match(/,seconds,accuracy,macroF1$/);
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

    it('reports without a terminal what is learned from what', async () => {
      const { stderr } = await train('classify.csv', 'words', '--task', 'classify', '--steps', '1');
      expect(stderr).contain('classify: word (4 symbols or labels) to first (4 symbols or labels)');
      expect(stderr).contain('the most frequent of 4 labels, "A", is that of 30.00 % of the rows');
      expect(stderr).match(/batches {2}rows of similar length: [\d.]+ % of the steps carry a symbol/);
    });
  });

  describe('train refuses, with exit code 3 and the place', () => {
    const lines = (...rows: string[]) => `${rows.join('\n')}\n`;
    const cases: Record<string, [text: string, expected: RegExp, ...args: string[]]> = {
      'a missing column': [lines('a,b', 'x,y'), /no column "c"; its columns are "a", "b"/, '--to', 'c'],
      'a single column': [lines('a b', 'x y'), /header of 1 column.*and --lines/],
      'two columns of one name': [
        lines('a,a,b', 'x,x,y'),
        /2 columns named "a"/,
        ...['--from', 'a', '--to', 'b'],
      ],
      'a quote that is not closed': [lines('a,b', 'x,y', '"x,y'), /row 3: unclosed quote/],
      'a row of another width': [
        lines('a,b', 'x,y', 'x,y,z'),
        /row 3 has 3 cell\(s\) instead of 2; quote a cell that contains ","/,
      ],
      'an empty cell': [lines('a,b', 'x,y', 'x,'), /row 3: column "b" is empty/],
      'an empty column': [lines('a,b', 'x,', 'z,'), /column "b" is empty in all 2 rows/],
      'a header twice': [lines('a,b', 'x,y', 'a,b'), /row 3 repeats the header/],
      'a header alone': [lines('a,b'), /contains no usable row/],
      'one label only': [lines('a,b', 'x,y', 'z,y'), /every row of column "b" is "y"/],
      'more than a thousand labels': [
        lines('a,b', ...Array.from({ length: 1001 }, (_, i) => `x,l${i}`)),
        /row 1002: column "b" has more than 1000 labels; did you mean --task translate,/,
      ],
      'rows that are all too long': [
        lines('a,b', 'xxx,y', 'xxx,z'),
        /all 2 are longer than 2/,
        '--max-length',
        '2',
      ],
    };
    for (const [what, [text, expected, ...args]] of Object.entries(cases)) {
      it(what, async () => {
        write('bad.csv', text);
        const { code, stderr } = await train('bad.csv', 'bad', '--task', 'classify', ...args);
        expect(stderr).match(expected);
        expect(stderr.trimEnd()).not.contain('\n');
        expect(code).equal(3);
      });
    }

    it('tags that are not as many as the symbols', async () => {
      write('bad.csv', lines('text,tags', 'ab,XY', 'abc,XY'));
      const { code, stderr } = await train('bad.csv', 'bad', '--task', 'tag');
      expect(stderr).match(/row 3: column "text" has 3 symbols and column "tags" has 2 tags/);
      expect(code).equal(3);
    });

    for (const number of ['NaN', 'Infinity', '', 'x', '0x10']) {
      it(`${JSON.stringify(number)} for a number`, async () => {
        write('bad.csv', lines('a,b,c', '1,2,x', `3,${number},y`));
        const { code, stderr } = await train(
          'bad.csv',
          'bad',
          '--task',
          'generate',
          '--from',
          'a,b',
          '--to',
          'c',
        );
        expect(stderr).match(/row 3.*column "b"/);
        expect(code).equal(3);
      });
    }
  });

  describe('train refuses, with exit code 2,', () => {
    for (const args of [
      ['--task', 'classify', '--seq', '9'],
      ['--task', 'classify', '--split', 'streams'],
      ['--task', 'classify', '--delay', '1'],
      ['--task', 'tag', '--reverse'],
      ['--task', 'tag', '--from', 'word,first'],
      ['--task', 'translate', '--truncate'],
      ['--task', 'classify', '--delimiter', ';;'],
      ['--task', 'classify', '--freeze', 'rnn'],
      ['--from', 'word'],
      ['--task', 'classify', '--length', '3'],
    ]) {
      it(args.join(' '), async () => {
        const { code, stderr } = await train('classify.csv', 'refused', ...args);
        expect(code, stderr).equal(2);
        expect(stderr).contain(args.findLast((arg) => arg.startsWith('--'))!);
      });
    }
  });

  it('reports labels that differ by blanks, long rows and test rows that occur in training', async () => {
    write(
      'said.csv',
      table('word,label', (word, i) => `${word},${i % 2 ? 'yes' : ' yes'}`) + `${'x'.repeat(50)},yes\n`,
    );
    const args = ['--task', 'classify', '--steps', '1', '--max-length', '40'];
    const { code, stderr } = await train('said.csv', 'said', ...args);
    expect(code, stderr).equal(0);
    expect(stderr).contain('differ only in blanks');
    expect(stderr).contain('left out 1 row(s) longer than 40 symbols');
    expect(stderr).contain('of the 3 test rows also occur in the training part');
  });

  it('learns from Unix times what it learns from the same seconds, and names a column that collapses', async () => {
    const rows = (offset: number) =>
      table('t,flag,name', (word, i) => `${offset + i},${i % 10 === 0 ? 1e20 : i},${word}`);
    const losses: string[][] = [];
    for (const [name, offset] of [
      ['near', 0],
      ['far', 1.7e9],
    ] as const) {
      write(`${name}.csv`, rows(offset));
      const args = ['--task', 'generate', '--from', 't,flag', '--to', 'name', '--steps', '20'];
      const { code, stderr } = await train(`${name}.csv`, name, ...args);
      expect(code, stderr).equal(0);
      expect(stderr).match(/column "flag": \d+ numbers become \d+ once they are standardized/);
      expect(stderr).not.contain('column "t"');
      const log = read(`${name}/log.csv`).split('\n');
      losses.push(log.filter((line) => line.includes(',train,')).map((line) => line.split(',')[3]!));
    }
    losses[0]!.forEach((loss, i) => expect(Number(losses[1]![i])).closeTo(Number(loss), 1e-4));
  });

  it('weighs rare labels with --balance, and holds out every label with --stratify', async () => {
    // the source says nothing: one label in ten is R
    write(
      'rare.csv',
      `x,y\n${Array.from({ length: 200 }, (_, i) => `a,${i % 10 === 0 ? 'R' : 'F'}\n`).join('')}`,
    );
    const args = ['--task', 'classify', '--stratify', '--val', '0.1', '--test', '0.1', '--epochs', '20'];
    const shares: number[] = [];
    for (const [out, ...more] of [['plain'], ['balanced', '--balance']] as [string, ...string[]][]) {
      const { code, stderr } = await train('rare.csv', out, ...args, ...more);
      expect(code, stderr).equal(0);
      expect(stderr).contain('the most frequent of 2 labels, "F", is that of 90.00 % of the rows');
      shares.push(Number((await answer('a\n', 'sample', out, '--score', 'R')).stdout));
      // two of the twenty rows are R
      const test = read(`${out}/log.csv`)
        .split('\n')
        .find((row) => row.includes(',test,'))!
        .split(',');
      expect([0.1, 0.9]).contain(Number(test.at(-2)));
      const resumed = await run('train', '--resume', out, '--epochs', '21', '--quiet');
      expect(resumed.code, resumed.stderr).equal(0);
      const inspected = await run('inspect', out, '--view', 'text', '--cell', '1:1');
      expect(inspected.stdout.match(/\(R\)| {2}R [.\d]+$/gm), inspected.stderr).length(2);
    }
    expect(shares[0]).closeTo(0.1, 0.08);
    expect(shares[1]).closeTo(0.5, 0.15);
  });

  it('reads several texts one after the other, and cuts long rows, for sample as in training', async () => {
    const long = (word: string) => `${word}${'abcd'.repeat(5)}`;
    write(
      'two.csv',
      table('title,label,body', (word, i) => `${word},${word[0]!.toUpperCase()},${i % 2 ? '' : long(word)}`),
    );
    const args = [
      '--task',
      'classify',
      '--from',
      'title,body',
      '--to',
      'label',
      '--truncate',
      '--max-length',
      '6',
    ];
    const { code, stderr } = await train('two.csv', 'two', ...args, '--epochs', '30');
    expect(code, stderr).equal(0);
    expect(stderr).contain('cut 30 row(s) to their first 6 symbols (--truncate)');
    expect(stderr).contain('title,body');
    // the same first six symbols
    const same = await answer('abc\tab\nabc\tabcdabcd\nabc\tac\n', 'sample', 'two', '--score', 'A');
    const [whole, cut, other] = same.stdout.split('\n');
    expect(cut).equal(whole);
    expect(other).not.equal(whole);
    const asked = await run('sample', 'two', 'two.csv');
    expect(asked.code, asked.stderr).equal(0);
    expect(asked.stdout.trimEnd().split('\n')).deep.equal(
      Array.from({ length: 60 }, (_, i) => words[i % words.length]![0]!.toUpperCase()),
    );
    const bad = await answer('abc\nabc\tabd\n', 'sample', 'two');
    expect(bad.stderr).contain('row 1 has 1 cell(s) instead of 2; divide the texts of a line by tabs');
    expect(JSON.parse((await run('eval', 'two', 'two.csv', '--json', '-')).stdout)).include({ rows: 60 });
  });

  it('reads tables without a header from several files, in training, at resume, and for sample and eval', async () => {
    const rows = words.map((word) => `${word};${word[0]!.toUpperCase()}\n`).join('');
    write('bare-1.csv', rows.repeat(3));
    write('bare-2.csv', rows.replaceAll(';', ',').repeat(3));
    const args = [
      '--task',
      'classify',
      '--no-header',
      '--quiet',
      '--hidden',
      '16',
      '--threads',
      '1',
      '--batch',
      '10',
    ];
    const trained = await run('train', 'bare-1.csv', 'bare-2.csv', ...args, '--out', 'bare', '--steps', '3');
    expect(trained.code, trained.stderr).equal(0);
    const resumed = await run('train', '--resume', 'bare', '--steps', '6', '--quiet');
    expect(resumed.code, resumed.stderr).equal(0);
    const evaluated = await run('eval', 'bare', 'bare-1.csv', '--json', '-');
    expect(JSON.parse(evaluated.stdout)).include({ rows: 30 });
    const { code, stdout, stderr } = await run('sample', 'bare', 'bare-1.csv', '-o', '-');
    expect(code, stderr).equal(0);
    expect(stdout.split('\n')).length(31);
    expect(stdout).match(/^abc;A;[A-D];0\.\d+\n/);
    const lines = await answer('1;2\n', 'sample', 'bare', '--skip-unknown');
    expect(lines.stderr).not.contain('header');
  });

  it('reads quotes inside quotes, CRLF and a byte order mark', async () => {
    write(
      'odd.csv',
      '\ufeffword,label\r\n"a ""b"", c",A\r\n"d, e",B\r\n'.replace(/\r\n$/, '\r\n"f\ng",A\r\n'),
    );
    const { code, stderr } = await train('odd.csv', 'odd', '--task', 'classify', '--steps', '1');
    expect(code, stderr).equal(0);
    const answers = await answer('a "b", c\nd, e\n', 'sample', 'odd');
    expect(answers.stdout).match(/^[AB]\n[AB]\n$/);
  });

  it('starts from a language model, and leaves what --freeze rnn names unchanged', async () => {
    write('text.txt', 'abcd dcba bad cab dab\n'.repeat(30));
    const sizes = ['--layers', '1', '--seq', '10', '--steps', '3', '--quiet'];
    expect((await train('text.txt', 'lm', ...sizes)).code).equal(0);
    for (const [file, task, prefix] of [
      ['classify.csv', 'classify', ''],
      ['translate.csv', 'translate', 'source.'],
    ] as const) {
      const args = ['--init-from', 'lm', '--freeze', 'rnn', '--steps', '5', '--quiet', '--batch', '10'];
      const { code, stderr } = await run('train', file, '--task', task, '--out', `${task}-lm`, ...args);
      expect(code, stderr).equal(0);
      const [before, after] = ['lm', `${task}-lm`].map((name) => weightsOf(join(directory.path, name)));
      const hidden = 'rnn.weight_hh_l0';
      expect(after!.get(prefix + hidden)!.data).deep.equal(before!.get(hidden)!.data);
      if (prefix !== '') expect(after!.get(hidden)!.data).not.deep.equal(before!.get(hidden)!.data);
    }
    const { code, stderr } = await train('text.txt', 'no', '--init-from', 'classify');
    expect(code).equal(4);
    expect(stderr).contain('was trained for the task classify, not language');
  });

  describe('sample', () => {
    it('prints one answer per line, in order, for any line ending', async () => {
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
      expect(stdout).equal('A\n\n');
      expect(stderr).contain('row 2, column "word"');
      expect((await answer('abx\n', 'sample', 'classify', '--skip-unknown')).code).equal(0);
    });

    it('names the line of a label that the model does not know, and of an invalid number', async () => {
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

    it('measures classify: accuracy, macro F1, intervals and the confusion matrix', async () => {
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
      const figures = await json('classify', 'small.csv');
      for (const name of ['accuracy', 'macroF1'])
        expect(Number(test[rows[0]!.split(',').indexOf(name)])).closeTo(figures[name] as number, 0.34);
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

const weightsOf = (run: string) =>
  readCheckpoint(join(run, readFileSync(join(run, 'latest'), 'utf8').trim())).weights;

interface Answer {
  answer: string;
  probability: number;
  alternatives: { answer: string; probability: number }[];
}
