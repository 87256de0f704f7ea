import { expect } from 'chai';
import { arrayExamples, type Examples } from '../../src/data/examples.js';
import { naiveBayes } from '../../src/eval/naive-bayes.js';
import { createRng } from '../../src/core/rng.js';

const alphabet = 'abcdefgh';
const row = (text: string, label: number) => ({
  source: Int32Array.from(text, (character) => alphabet.indexOf(character)),
  target: new Int32Array(0),
  label,
  vector: new Float32Array(0),
});
const examples = (...rows: [string, number][]): Examples =>
  arrayExamples(rows.map(([text, label]) => row(text, label)));
const options = { symbols: alphabet.length, labels: 3, maxContext: 3 };

describe('naive Bayes over n-grams', () => {
  it('without characters, predicts the label with the most rows', async () => {
    const train = examples(['a', 0], ['a', 1], ['a', 1], ['a', 1]);
    const [unigrams] = await naiveBayes(train, examples(['a', 0], ['a', 1]), options);
    expect([...unigrams!.predicted]).to.deep.equal([1, 1]);
    // the models are the same but for their discounts: the prior decides
    expect(unigrams!.nats[1]).to.be.below(unigrams!.nats[0]!);
  });

  it('uses the order of characters', async () => {
    const train = examples(
      ...Array.from({ length: 40 }, (_, i): [string, number] => [i % 2 ? 'abab' : 'aabb', i % 2]),
    );
    const levels = await naiveBayes(train, examples(['abab', 1], ['aabb', 0]), options);
    expect([...levels[2]!.predicted]).to.deep.equal([1, 0]);
    expect(levels[2]!.nats[0]).to.be.below(levels[0]!.nats[0]!);
  });

  it('sees where a row begins and ends', async () => {
    const train = examples(
      ...Array.from({ length: 40 }, (_, i): [string, number] => [i % 2 ? 'ba' : 'ab', i % 2]),
    );
    const levels = await naiveBayes(train, examples(['ab', 0], ['ba', 1]), options);
    expect([...levels[1]!.predicted]).to.deep.equal([0, 1]);
  });

  it('judges each row by itself, whatever its neighbors', async () => {
    const rng = createRng(3);
    const text = () => Array.from({ length: 1 + rng.below(6) }, () => alphabet[rng.below(8)]!).join('');
    const train = examples(...Array.from({ length: 200 }, (): [string, number] => [text(), rng.below(3)]));
    const rows = Array.from({ length: 20 }, (): [string, number] => [text(), rng.below(3)]);
    const together = await naiveBayes(train, examples(...rows), options);
    for (const i of [0, 7, 19]) {
      const alone = await naiveBayes(train, examples(rows[i]!), options);
      expect(alone).to.have.length(together.length);
      for (const { context, nats, predicted } of alone) {
        expect(nats[0]).to.be.closeTo(together[context]!.nats[i]!, 1e-9);
        expect(predicted[0]).to.equal(together[context]!.predicted[i]);
      }
    }
  });

  it('gives probabilities that add up to 1', async () => {
    const train = examples(['abc', 0], ['bcd', 1], ['cde', 2], ['abd', 0]);
    for (const text of ['abc', 'h', 'dd']) {
      const each = await Promise.all(
        [0, 1, 2].map((label) => naiveBayes(train, examples([text, label]), options)),
      );
      for (let level = 0; level <= 3; level++) {
        const total = each.reduce((sum, levels) => sum + Math.exp(-levels[level]!.nats[0]!), 0);
        expect(total).to.be.closeTo(1, 1e-9);
      }
    }
  });

  it('never predicts a label that training lacks', async () => {
    const [level] = await naiveBayes(examples(['a', 0], ['b', 2]), examples(['b', 1]), options);
    expect(level!.predicted[0]).to.equal(2);
    expect(level!.nats[0]).to.equal(Infinity);
  });
});
