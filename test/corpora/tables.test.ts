import { expect } from 'chai';
import { parseString } from 'fast-csv';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { caseTags } from '../../corpora/cased.js';
import { cities } from '../../corpora/cities.js';
import { writtenDates } from '../../corpora/dates.js';
import { parts } from '../../corpora/sentences.js';
import { sums } from '../../corpora/sums.js';
import type { CorpusFiles } from '../../corpora/table-text.js';
import { words } from '../../corpora/words.js';

/** The cells of every line; only a line of CSV with a quote in it needs a parser. */
async function cells(text: string, delimiter = ','): Promise<string[][]> {
  const isQuoted = (line: string) => delimiter === ',' && line.includes('"');
  const lines = text.trimEnd().split('\n');
  const quoted = await parsed(lines.filter(isQuoted).join('\n'));
  return lines.map((line) => (isQuoted(line) ? quoted.shift()! : line.split(delimiter)));
}

function parsed(text: string): Promise<string[][]> {
  return new Promise((resolve, reject) => {
    const rows: string[][] = [];
    parseString<string[], string[]>(text)
      .on('data', (row: string[]) => rows.push(row))
      .on('error', reject)
      .on('end', () => resolve(rows));
  });
}

async function tableOf(files: CorpusFiles, name: string): Promise<string[][]> {
  const rows = await cells(files[name]!, name.endsWith('.tsv') ? '\t' : ',');
  return rows.slice(1);
}

describe('the tables of the tasks', () => {
  it('cities: a name and a country once, in 20 countries, none of the test in both files', async () => {
    const files = await cities();
    const train = await tableOf(files, 'cities.csv');
    const test = await tableOf(files, 'cities-test.csv');
    const pairs = new Set([...train, ...test].map((row) => row.join()));
    expect(pairs.size)
      .to.equal(train.length + test.length)
      .and.equal(90_327);
    expect(new Set(train.map(([, country]) => country)).size).to.equal(20);
    expect(test.length).to.equal(9032);
    const inUs = [...train, ...test].filter(([, country]) => country === 'US').length;
    expect(inUs / pairs.size).to.be.closeTo(0.13, 0.01);
    expect(files).to.deep.equal(await cities());
  });

  it('words: each word once to train on, all its pronunciations in the test, no stress', async () => {
    const files = words();
    const train = await tableOf(files, 'words.tsv');
    const test = await tableOf(files, 'words-test.tsv');
    const known = new Set(train.map(([word]) => word));
    expect(known.size).to.equal(train.length);
    const held = new Set(test.map(([word]) => word));
    expect([...held].filter((word) => known.has(word))).to.deep.equal([]);
    expect(held.size).to.equal(12_492).and.below(test.length);
    expect(new Set(train.flatMap(([, phones]) => phones!.split(' '))).size).to.equal(39);
  });

  it('sums: right, and none in both files, also not with its numbers exchanged', async () => {
    const files = await sums();
    const keys = new Set<string>();
    let rows = 0;
    for (const name of ['sums-3.csv', 'sums-3-test.csv']) {
      for (const [sum, result] of await tableOf(files, name)) {
        const numbers = sum!.split('+').map(Number);
        expect(numbers[0]! + numbers[1]!).to.equal(Number(result));
        keys.add(numbers.sort((a, b) => a - b).join());
        rows++;
      }
    }
    expect(keys.size).to.equal(rows).and.equal(50_000);
  });

  it('dates: all differ, each in a form that has one reading', () => {
    const dates = writtenDates(2000, 5);
    expect(new Set(dates.map(({ text }) => text)).size).to.equal(2000);
    for (const { text, iso } of dates) {
      const [year, month, day] = iso.split('-').map(Number);
      expect(text).to.include(String(year)).and.include(String(day));
      const slashed = /^(\d+)\/(\d+)\/\d+$/.exec(text);
      if (slashed) expect(slashed.slice(1).map(Number)).to.deep.equal([month, day]);
    }
    expect(writtenDates(10, 5)).to.deep.equal(dates.slice(0, 10));
    expect(writtenDates(10, 6)).to.not.deep.equal(dates.slice(0, 10));
  });

  it('parts of a sentence: the whole, its halves divided at a blank, and theirs, down to 50 symbols', () => {
    const [words, long] = ['one two three '.repeat(4).trim(), 'x'.repeat(110)];
    expect(parts(words)).to.deep.equal([words, 'one two three one two three', 'one two three one two three']);
    expect(parts(long).map((part) => part.length)).to.deep.equal([110, 55, 27, 28, 55, 27, 28]);
    expect(parts('𝄞'.repeat(49))).to.have.length(1);
  });

  it('case tags: one for every character', () => {
    expect(caseTags('Call me Ishmael.')).to.equal('U-------U-------');
  });
});

describe('the committed tables', () => {
  for (const [name, columns] of [
    ['dates.csv', ['date', 'iso']],
    ['date-parts.csv', ['date', 'parts']],
    ['countries.csv', ['name', 'language']],
  ] as const) {
    it(`${name} is small and complete`, async () => {
      const path = fileURLToPath(new URL(`../../../corpora/${name}`, import.meta.url));
      expect(statSync(path).size).to.be.below(100_000);
      const [header, ...rows] = await cells(readFileSync(path, 'utf8'));
      expect(header).to.deep.equal(columns);
      expect(new Set(rows.map((row) => row.join('\t'))).size).to.equal(rows.length);
      if (name === 'date-parts.csv')
        for (const [date, parts] of rows) expect(parts).to.have.length(date!.length);
    });
  }
});
