import {
  chooseBackend,
  corpusFromText,
  encodeCheckpoint,
  languageData,
  loadModel,
  presets,
  sampleText,
  trainNetwork,
} from 'char-rnn-ts/in-memory';

// The textbook's first example: a network learns to spell a word, and spells it.

const options = {
  ...presets.default,
  model: { ...presets.default.model, hidden: 32, layers: 1 },
  seq: 12,
  batch: 1,
  epochs: null,
  steps: 300,
  split: { validation: 0, test: 0, layout: 'contiguous' as const },
};

const { vocabulary, source } = corpusFromText('hello world, '.repeat(4));
const data = languageData(source, options);
let checkpoint: Uint8Array = new Uint8Array();
for await (const event of trainNetwork({ options, vocabulary, data, backend: await chooseBackend() })) {
  if (event.type === 'step' && event.step % 50 === 0) {
    console.log(`step ${event.step}: ${event.loss.toFixed(3)} nats per character`);
  }
  if (event.type === 'save') checkpoint = encodeCheckpoint(event.snapshot());
}

const model = await loadModel(checkpoint);
console.log(`h${[...sampleText(model, { prime: 'h', length: 24, temperature: 0 })].join('')}`);
