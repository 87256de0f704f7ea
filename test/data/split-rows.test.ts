import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { rowsOf, splitBeside, splitRows, stratifyRows } from '../../src/data/split-rows.js';

describe('splitting rows', () => {
  const all = ({ train, validation, test }: ReturnType<typeof splitRows>) => [
    ...rowsOf(train),
    ...rowsOf(validation),
    ...rowsOf(test),
  ];

  it('gives every row to one part', () => {
    const split = splitRows(1000, { validation: 0.05, test: 0.1 }, 1);
    expect([split.train, split.validation, split.test].map((part) => part.length)).to.deep.equal([
      850, 50, 100,
    ]);
    expect(all(split).sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 1000 }, (_, i) => i));
  });

  it('depends on the seed alone, and takes rows from all parts of the table', () => {
    const share = { validation: 0.1, test: 0.1 };
    expect(all(splitRows(100, share, 3))).to.deep.equal(all(splitRows(100, share, 3)));
    expect(all(splitRows(100, share, 3))).to.not.deep.equal(all(splitRows(100, share, 4)));
    const test = rowsOf(splitRows(10_000, share, 3).test);
    const early = test.filter((row) => row < 5000).length;
    expect(early).to.be.within(400, 600);
  });

  it('leaves a small table something to train on and something to test with', () => {
    const sizes = (rows: number, validation: number, test: number) =>
      Object.values(splitRows(rows, { validation, test }, 1)).map(({ length }) => length);
    expect(sizes(5, 0.05, 0.05)).to.deep.equal([3, 1, 1]);
    expect(sizes(2, 0.05, 0.05)).to.deep.equal([1, 0, 1]);
    expect(sizes(1, 0.05, 0.05)).to.deep.equal([1, 0, 0]);
    expect(sizes(5, 0, 0)).to.deep.equal([5, 0, 0]);
  });
});

describe('splitting rows beside parts of their own', () => {
  it('divides the others, and takes the last rows in order', () => {
    const share = { validation: 0.2, test: 0.3 };
    const parts = (own: object, rows: number) => {
      const split = splitBeside(own, rows, share, (count, of) => splitRows(count, of, 1));
      return [split.train, split.validation, split.test].map((part) => [...rowsOf(part)]);
    };
    const [train, validation, test] = parts({ validation: 2, test: 3 }, 15);
    expect([validation, test]).deep.equal([
      [10, 11],
      [12, 13, 14],
    ]);
    expect(train!.sort((a, b) => a - b)).deep.equal(Array.from({ length: 10 }, (_, row) => row));
    expect(parts({ test: 3 }, 13)[1]).length(2);
    expect(parts({ validation: 3 }, 13)[2]).length(3);
    expect(parts({}, 10).map((part) => part.length)).deep.equal([5, 2, 3]);
  });
});

describe('splitting rows by their labels', () => {
  /** 1000 rows of label 0, 100 of 1, 10 of 2 and one of 3, in any order. */
  const labels = Array.from({ length: 1111 }, (_, i) =>
    i % 1111 === 7 ? 3 : i % 111 === 5 ? 2 : i % 11 === 3 ? 1 : 0,
  );
  const share = { validation: 0.1, test: 0.2 };
  const parts = (seed: number) =>
    Object.values(stratifyRows(labels, share, seed)).map((part) => [...rowsOf(part)]);

  it('holds out the share of each, rounded, and trains on every label', () => {
    const counts = parts(1).map((part) =>
      [0, 1, 2, 3].map((label) => part.filter((row) => labels[row] === label).length),
    );
    const all = [0, 1, 2, 3].map((label) => labels.filter((other) => other === label).length);
    counts[2]!.forEach((n, label) => expect(n).equal(Math.floor(all[label]! * 0.2 + 0.5)));
    counts[1]!.forEach((n, label) =>
      expect(n).within(Math.floor(all[label]! * 0.1), Math.ceil(all[label]! * 0.1)),
    );
    expect(counts[0]!.every((n) => n > 0)).equal(true);
    expect(counts.map((part) => part[3])).deep.equal([1, 0, 0]);
    expect(
      parts(1)
        .flat()
        .sort((a, b) => a - b),
    ).deep.equal(labels.map((_, row) => row));
  });

  it('depends on the seed alone', () => {
    expect(parts(2)).deep.equal(parts(2));
    expect(parts(2)).not.deep.equal(parts(3));
  });

  it('is the same in the scripts of a PyTorch export', function () {
    const pytorch = fileURLToPath(new URL('../../../pytorch', import.meta.url));
    const script = `import json, sys; sys.path.insert(0, ${JSON.stringify(pytorch)}); from split import split_rows
given = json.load(sys.stdin); print(json.dumps(split_rows(len(given["labels"]), given["split"], given["labels"])))`;
    const input = JSON.stringify({ labels, split: { ...share, seed: 5, stratify: true } });
    const ran = spawnSync('python3', ['-c', script], { input, encoding: 'utf8' });
    if (ran.error) return this.skip();
    expect(JSON.parse(ran.stdout), ran.stderr).deep.equal(parts(5).slice(0, 2));
  });
});
