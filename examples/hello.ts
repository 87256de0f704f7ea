import {
  arraySource,
  chooseBackend,
  createRng,
  createSymbolCounter,
  createVocabulary,
  decode,
  encode,
  languageData,
  modelFromSnapshot,
  presets,
  sample,
  train,
  type Snapshot,
} from 'char-rnn-ts';

// The textbook's first example: a network learns to spell a word, and spells it.

const text = 'hello world, ';
const counter = createSymbolCounter();
counter.add(text);
const vocabulary = createVocabulary(counter.vocabulary(1));
const backend = await chooseBackend();

const options = {
  ...presets.default,
  model: { ...presets.default.model, hidden: 32, layers: 1 },
  seq: 12,
  batch: 1,
  epochs: null,
  steps: 300,
  split: { validation: 0, test: 0, layout: 'contiguous' as const },
};

const data = languageData(arraySource(encode(text.repeat(4), vocabulary)), options);
let snapshot: Snapshot | undefined;
for await (const event of train({ options, vocabulary, data, backend })) {
  if (event.type === 'step' && event.step % 50 === 0) {
    console.log(`step ${event.step}: ${event.loss.toFixed(3)} nats per character`);
  }
  if (event.type === 'save') snapshot = event.snapshot();
}

const model = modelFromSnapshot(snapshot!, { ...backend, T: 1, B: 1, training: false });
const prime = encode('h', vocabulary);
const draws = sample(model, { prime, length: 24, temperature: 0, rng: createRng(1) });
console.log(
  `h${decode(
    Array.from(draws, ({ id }) => id),
    vocabulary,
  )}`,
);
