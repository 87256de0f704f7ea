import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { createRng } from '../../src/core/rng.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import type { Example } from '../../src/data/examples.js';
import { js } from '../../src/kernels/js/index.js';
import { outputsOf } from '../../src/model/shapes.js';
import { createAnswerer, type Source, type Written } from '../../src/sample/answers.js';
import { taskSnapshot } from '../helpers/snapshots.js';
import { answerLogits, randomRows, taskForms, type TableRow } from '../helpers/task-rows.js';

const open = (snapshot: Snapshot, beam?: number) =>
  createAnswerer(snapshot, { kernels: js, memory: createPlainMemory() }, { beam });

/** log p of every output at each answer of a row that is read alone, with the answers of the row itself before. */
function logProbabilities(snapshot: Snapshot, example: Example): number[][] {
  const logits = answerLogits(snapshot, [{ cells: [], example } satisfies TableRow])[0]!;
  const O = outputsOf(snapshot.model);
  return Array.from({ length: logits.length / O }, (_, n) => {
    const row = logits.slice(n * O, (n + 1) * O);
    const norm = Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0));
    return row.map((value) => value - norm);
  });
}

const indexOfMax = (values: readonly number[]) => values.indexOf(Math.max(...values));
const repeat = (ids: ArrayLike<number>, times: number) =>
  Int32Array.from({ length: ids.length * times }, (_, i) => ids[i % ids.length]!);

/** Rows of 1 to 7 symbols, and one that needs several windows. */
function rowsOf(snapshot: Snapshot, count = 5): Example[] {
  const rows = randomRows(snapshot.task!, count).map(({ example }) => example);
  const [first] = rows as [Example];
  return [...rows, { ...first, source: repeat(first.source, 40), target: repeat(first.target, 40) }];
}

describe('answers', () => {
  it('classify: log p of every label, as if the source were read alone', () => {
    const snapshot = taskSnapshot(taskForms['classify']!);
    const rows = rowsOf(snapshot);
    const answers = open(snapshot).labels(rows.map(({ source }) => source));
    rows.forEach((row, i) => {
      const [expected] = logProbabilities(snapshot, row);
      answers[i]!.forEach((p, label) => expect(p).to.be.closeTo(expected![label]!, 1e-5));
    });
  });

  for (const form of ['tag', 'tag with a delay']) {
    it(`${form}: the likeliest tag of every symbol, and the sum of their log p`, () => {
      const snapshot = taskSnapshot(taskForms[form]!);
      const rows = rowsOf(snapshot);
      const answers = open(snapshot).tags(rows.map(({ source }) => source));
      rows.forEach((row, i) => {
        const expected = logProbabilities(snapshot, row);
        expect(answers[i]!.ids).to.deep.equal(expected.map(indexOfMax));
        const sum = expected.reduce((total, p) => total + Math.max(...p), 0);
        expect(answers[i]!.logprob).to.be.closeTo(sum, 1e-4);
      });
    });
  }

  const writing = Object.keys(taskForms).filter((form) => /^(generate|translate)/.test(form));
  const sourceOf = ({ source, label, vector }: Example): Source => ({
    ids: source,
    vector,
    ...(label >= 0 && { label }),
  });
  /** log p of what was written, read back with the source it was written from. */
  function readBack(snapshot: Snapshot, row: Example, { ids }: Written, length: number) {
    const p = logProbabilities(snapshot, { ...row, target: Int32Array.from(ids) });
    const end = snapshot.task!.target.length;
    const symbols = ids.length < length ? [...ids, end] : ids;
    return { p, sum: symbols.reduce((total, id, n) => total + p[n]![id]!, 0), symbols };
  }

  for (const form of writing) {
    const snapshot = taskSnapshot(taskForms[form]!);
    const rows = randomRows(snapshot.task!, 4).map(({ example }) => example);
    const sources = rows.map(sourceOf);
    const rngs = (seeds: readonly number[]) => seeds.map((seed) => createRng(seed));
    const length = 12;

    it(`${form}: greedily, each symbol is the likeliest after those before it`, () => {
      const options = { length, temperature: 0, rngs: rngs([1, 2, 3, 4]) };
      const written = open(snapshot).targets(sources, options);
      written.forEach((answer, i) => {
        const { p, sum, symbols } = readBack(snapshot, rows[i]!, answer, length);
        expect(symbols).to.deep.equal(symbols.map((_, n) => indexOfMax(p[n]!)));
        expect(answer.logprob).to.be.closeTo(sum, 1e-4);
      });
    });

    it(`${form}: what is drawn for a source depends on its own generator alone`, () => {
      const answerer = open(snapshot);
      const draw = (of: readonly Source[], seeds: readonly number[]) =>
        answerer.targets(of, { length, temperature: 1, rngs: rngs(seeds) }).map(({ ids }) => ids);
      const together = draw(sources, [1, 2, 3, 4]);
      expect(draw([...sources].reverse(), [4, 3, 2, 1]).reverse()).to.deep.equal(together);
      expect(draw([sources[2]!], [3])).to.deep.equal([together[2]]);
    });

    it(`${form}: beams are the most probable first, with their own log p, none less probable than greedy`, () => {
      const answerer = open(snapshot, 4);
      const greedy = answerer.targets(sources, { length, temperature: 0, rngs: rngs([1, 2, 3, 4]) });
      answerer.beams(sources, length).forEach((found, i) => {
        const logprobs = found.map(({ logprob }) => logprob);
        expect(logprobs).to.deep.equal(logprobs.toSorted((a, b) => b - a));
        const best = found[0]!;
        expect(best.logprob).to.be.closeTo(readBack(snapshot, rows[i]!, best, length + 1).sum, 1e-4);
        if (greedy[i]!.ids.length < length) expect(best.logprob).to.be.above(greedy[i]!.logprob - 1e-4);
      });
    });
  }
});
