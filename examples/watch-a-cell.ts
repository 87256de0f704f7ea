import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { argv, exit, stdout } from 'node:process';
import {
  chooseBackend,
  createVocabulary,
  decodeCheckpoint,
  encode,
  modelFromSnapshot,
} from 'char-rnn-ts/in-memory';

// The value of one cell at every character of a text, as marks: + for on, - for off, . for in between.
// node dist/examples/watch-a-cell.js runs/moby 1 17 'He said: "Call me Ishmael."'

const [file, layer = '1', unit = '1', text = 'He said: "Call me Ishmael."'] = argv.slice(2);
if (file === undefined) {
  console.error('usage: watch-a-cell.js CHECKPOINT|RUN [LAYER UNIT TEXT]');
  exit(2);
}

const snapshot = decodeCheckpoint(readFileSync(checkpointOf(file)));
const ids = encode(text, createVocabulary(snapshot.vocabulary));
const model = modelFromSnapshot(snapshot, {
  ...(await chooseBackend()),
  T: ids.length,
  B: 1,
  training: false,
});
const x = model.createInput();
x.set(ids);
model.forward(x, model.createState(), { T: ids.length });

// no hooks are needed: the layer keeps its h for the whole window
const { data, offset, stride } = model.layers[Number(layer) - 1]!.caches.get('h')!;
stdout.write(`${text}\n`);
for (let t = 0; t < ids.length; t++) {
  const h = data[offset + t * stride + Number(unit) - 1]!;
  stdout.write(h > 0.3 ? '+' : h < -0.3 ? '-' : '.');
}
stdout.write('\n');

/** The best checkpoint of a run directory, or its latest. */
function checkpointOf(path: string): string {
  if (!statSync(path).isDirectory()) return path;
  const best = join(path, 'best.safetensors');
  return existsSync(best) ? best : join(path, readFileSync(join(path, 'latest'), 'utf8').trim());
}
