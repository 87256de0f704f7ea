import { evaluate, inspect, resume, sample, train } from 'char-rnn-ts';

const [text = 'corpora/hello.txt', run = 'runs/library'] = process.argv.slice(2);

for await (const event of train({ files: [text], out: run, layers: 1, epochs: 2 }))
  if (event.type === 'eval') console.log(event.split, event.loss);
for await (const event of resume({ resume: run, epochs: 3 }))
  if (event.type === 'done') console.log(event.reason, event.step);

for await (const event of sample({ model: run, length: 200, temp: 0.7, seed: 1 }))
  if (event.type === 'end') console.log(event.text);
console.log((await evaluate({ model: run, files: [text] })).figures);
const { features } = await inspect({ model: run, files: [text] });
console.log(features[0]);
