import { readFileSync } from 'node:fs';
import { chooseBackend, corpusFromText, encodeCheckpoint, evaluate, inspect } from 'char-rnn-ts';
import { languageData, loadModel, presets, sampleText, train } from 'char-rnn-ts';

const text = readFileSync(process.argv[2]!, 'utf8');
const { vocabulary, source } = corpusFromText(text);
const options = { ...presets.default, epochs: 2 };
const data = languageData(source, options);
let bytes: Uint8Array = new Uint8Array();
for await (const event of train({ options, vocabulary, data, backend: await chooseBackend() })) {
  if (event.type === 'eval') console.log(event.split, event.loss);
  if (event.type === 'save') bytes = encodeCheckpoint(event.snapshot());
}

const model = await loadModel(bytes);
console.log([...sampleText(model, { length: 200, temperature: 0.7 })].join(''));
console.log(await evaluate(model, text));
console.log((await inspect(model, text)).features[0]);
