import { expect } from 'chai';
import { breakDown } from '../../src/eval/breakdown.js';
import { lossByDistance } from '../../src/eval/distances.js';
import { countWords, wordsOf } from '../../src/eval/words.js';

const flat = (length: number, value: number) => new Float64Array(length).fill(value);

describe('words', () => {
  it('are runs of letters, digits and apostrophes, counted by code point', () => {
    expect([...wordsOf("🙂 don't 42")]).deep.equal([
      { word: "don't", from: 2, to: 7 },
      { word: '42', from: 8, to: 10 },
    ]);
    expect([...countWords('a b a. a')]).deep.equal([
      ['a', 3],
      ['b', 1],
    ]);
  });
});

describe('breakDown', () => {
  const characters = [...'the cat; the zyx'];
  const wordCounts = new Map([
    ['the', 100],
    ['cat', 6],
    ['zyx', 5],
  ]);
  const causesAt = (ngramKnows: number[] = []) => {
    const ngram = flat(characters.length, 0.1);
    for (const i of ngramKnows) ngram[i] = 0.5;
    return characters.map((_, i) => {
      const model = flat(characters.length, 0.9);
      model[i] = 0.4;
      const { causes, errors } = breakDown({ characters, model, ngram, wordCounts });
      expect(errors).equal(1);
      return causes.find((cause) => cause.errors === 1)!.cause;
    });
  };

  it('assigns every error to the first cause that applies', () => {
    const common = ['rest', 'rest', 'rest', 'rest', 'word start', 'rest', 'rest', 'punctuation', 'rest'];
    const again = ['word start', 'memory', 'memory', 'rest', 'rare word', 'rare word', 'rare word'];
    expect(causesAt()).deep.equal([...common, ...again]);
    expect(causesAt([4, 10, 13])).deep.equal(
      [...common, ...again].map((cause, i) => ([4, 10, 13].includes(i) ? 'n-gram' : cause)),
    );
  });

  it('counts neither hits nor characters without a prediction', () => {
    const model = Float64Array.of(NaN, 0.5, 0.25);
    const scored = { characters: [...'abc'], model, ngram: flat(3, 0), wordCounts: new Map([['abc', 9]]) };
    const { characters: count, errors, causes } = breakDown(scored);
    expect([count, errors]).deep.equal([2, 1]);
    // ln 4 of ln 2 + ln 4
    expect(causes.find(({ cause }) => cause === 'rest')!.shareOfLoss).closeTo(2 / 3, 1e-12);
  });

  it('forgets a word after a thousand characters', () => {
    const text = [...`word${' '.repeat(996)}word${' '.repeat(997)}word`];
    const model = flat(text.length, 0.9);
    for (const at of [1003, 2004]) model[at] = 0.1;
    const scored = {
      characters: text,
      model,
      ngram: flat(text.length, 0),
      wordCounts: new Map([['word', 9]]),
    };
    const { causes } = breakDown(scored);
    expect(causes.find(({ cause }) => cause === 'memory')!.errors).equal(1);
    expect(causes.find(({ cause }) => cause === 'rest')!.errors).equal(1);
  });
});

describe('lossByDistance', () => {
  const distances = (text: string) => {
    const characters = [...text];
    const all = lossByDistance(characters, flat(characters.length, 1), flat(characters.length, 2));
    return all.map(({ what, from, to, places }) => [what, from, to, places]);
  };

  it('measures brackets from their own opening', () => {
    expect(distances('(a[b]c)')).deep.equal([
      ['bracket', 2, 3, 1],
      ['bracket', 4, 7, 1],
    ]);
    expect(distances('a)b]')).deep.equal([]);
  });

  it('measures every second quote, afresh in each paragraph', () => {
    expect(distances('"ab" "c')).deep.equal([['quote', 2, 3, 1]]);
    expect(distances('"a\n\n"b"').filter(([what]) => what === 'quote')).deep.equal([['quote', 2, 3, 1]]);
    expect(distances('“a”')).deep.equal([['quote', 2, 3, 1]]);
  });

  it('measures a newline by its line, empty lines aside', () => {
    expect(distances('ab\n\nabc\n')).deep.equal([
      ['newline', 2, 3, 1],
      ['newline', 4, 7, 1],
    ]);
  });

  it('averages both models over the places of a bin', () => {
    const characters = [...'()()'];
    const model = Float64Array.of(NaN, 1, 9, 3);
    const ngram = Float64Array.of(9, 2, 9, 6);
    expect(lossByDistance(characters, model, ngram)).deep.equal([
      { what: 'bracket', from: 1, to: 1, places: 2, model: 2, ngram: 4 },
    ]);
  });
});
