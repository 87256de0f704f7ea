import { expect } from 'chai';
import { createRng } from '../../src/core/rng.js';
import type { ModelConfig, Snapshot } from '../../src/core/snapshot.js';
import { chooseBackend, type Backend } from '../../src/kernels/index.js';
import { initialize } from '../../src/model/initialize.js';
import { copyTensors, createModel, type LanguageModel } from '../../src/model/language-model.js';
import { independentRows } from '../../src/sample/precision.js';
import { drawOnThreads } from '../../src/sample/row-threads.js';
import { sample } from '../../src/sample/sampler.js';
import { drawTexts, type Texts } from '../../src/sample/texts.js';
import { createVocabulary } from '../../src/text/vocabulary.js';
import { readStart } from '../helpers/read-start.js';

const symbols = [...'abcdefghijklmnopqrstuvwxyz\n .,!'].sort();
const vocabulary = createVocabulary({ tokens: 'chars', symbols });
const config: ModelConfig = {
  cell: 'lstm',
  hidden: 13,
  layers: 1,
  embedding: 0,
  dropout: 0,
  recurrentBias: true,
  vocabulary: symbols.length,
};
const initialization = { distribution: 'normal', scale: 0.3, zeroBiases: true, forgetBias: 1 } as const;
const choice = { temperature: 0.9, topP: 0.95 };
const primes = ['ab', 'xyz'].map((text) => Int32Array.from(text, (character) => vocabulary.idOf(character)!));

describe('many texts', () => {
  let backend: Backend;
  let one: LanguageModel;
  let texts: Texts;

  before(async () => {
    const { memory, kernels } = (backend = await chooseBackend('auto'));
    one = createModel(config, { kernels: independentRows(kernels), memory, T: 1, B: 1, training: false });
    initialize(one.params, config, initialization, createRng(4));
    one.refresh();
    const start = readStart(one, new Int32Array(0));
    texts = { start, primes, each: 5, length: 60, stops: [], seed: 7 };
  });

  function onRows(asked: Texts, B: number): string[] {
    const { memory, kernels } = backend;
    const setup = { kernels: independentRows(kernels), memory, T: 1, B, training: false, params: one.params };
    const model = createModel(config, setup);
    model.refresh();
    const out = Array.from({ length: 10 }, () => '');
    for (const { text, draw } of drawTexts(asked, { model, vocabulary, choice }))
      out[text]! += symbols[draw.id];
    return out;
  }

  async function onThreads(asked: Texts, threads: number, rows: number): Promise<string[]> {
    const snapshot: Snapshot = {
      model: config,
      vocabulary: { tokens: 'chars', symbols },
      weights: copyTensors(one.params),
    };
    const setup = { snapshot, backend: backend.name, bits: 32 as const, threads, rows, choice };
    const out = Array.from({ length: 10 }, () => '');
    for await (const drawn of drawOnThreads(asked, setup))
      for (const { text, id } of drawn) out[text]! += symbols[id];
    return out;
  }

  /** Text n of a prime, drawn by itself. */
  function alone(prime: Int32Array, n: number, p: number): string {
    const drawn = sample(one, { ...choice, prime, length: 60, rng: createRng(7, p * 65_536 + n) });
    return Array.from(drawn, ({ id }) => symbols[id]).join('');
  }

  it('are the same symbols as drawn one at a time, on any number of rows and threads', async () => {
    const expected = primes.flatMap((prime, p) => [0, 1, 2, 3, 4].map((n) => alone(prime, n, p)));
    for (const B of [1, 3, 16]) expect(onRows(texts, B), `${B} rows`).to.deep.equal(expected);
    expect(await onThreads(texts, 1, 8)).to.deep.equal(expected);
    expect(await onThreads(texts, 3, 2)).to.deep.equal(expected);
  });

  it('end with a stop text, and nothing is drawn for them beyond it', async () => {
    const stops = ['e', 'qu'];
    const cut = (text: string) => /^[^]*?(?:e|qu)/.exec(text)?.[0] ?? text;
    const expected = onRows(texts, 4).map(cut);
    expect(expected.some((text) => text.length < 60)).to.equal(true);
    expect(onRows({ ...texts, stops }, 4)).to.deep.equal(expected);
    expect(await onThreads({ ...texts, stops }, 2, 1)).to.deep.equal(expected);
  });

  it('are not made before a row is free for them: a million take no memory', () => {
    const many = { ...texts, each: 1e9, length: 3 };
    const seen: number[] = [];
    for (const { text } of drawTexts(many, { model: one, vocabulary, choice })) {
      seen.push(text);
      if (text === 2) break;
    }
    expect(seen).to.deep.equal([0, 0, 0, 1, 1, 1, 2]);
  });
});
